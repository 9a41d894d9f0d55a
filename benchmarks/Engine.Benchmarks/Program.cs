using BenchmarkDotNet.Running;
using Engine.Benchmarks;

// "peers [channels side threads realBatch]" pairs our steps with plain PyTorch; anything else goes to BenchmarkDotNet.
if (args is ["peers", .. var rest]) return Peers.Run(rest);
BenchmarkSwitcher.FromAssembly(typeof(Peers).Assembly).Run(args);
return 0;
