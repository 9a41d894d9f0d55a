using BenchmarkDotNet.Running;
using Engine.Benchmarks;

// "peers [channels side threads realBatch]" pairs our steps with plain PyTorch, "device-check" writes what compare.py computes again; both take
// the options of DeviceOptions. Anything else goes to BenchmarkDotNet.
if (args is ["peers", .. var peers]) return Peers.Run(peers);
if (args is ["device-check", .. var check]) return DeviceCheck.Run(check);
BenchmarkSwitcher.FromAssembly(typeof(Peers).Assembly).Run(args);
return 0;
