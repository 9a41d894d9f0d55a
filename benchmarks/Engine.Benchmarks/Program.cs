using BenchmarkDotNet.Running;
using Engine.Benchmarks;

// "peers [channels side threads realBatch]" and "mitigation" pair our steps with plain PyTorch, "device-check" writes what compare.py computes again;
// all take the options of DeviceOptions; "run SPEC FOLDER" executes a spec and writes its log. Anything else goes to BenchmarkDotNet.
if (args is ["peers", .. var peers]) return Peers.Run(peers);
if (args is ["mitigation", .. var mitigation]) return MitigationSteps.Run(mitigation);
if (args is ["run", .. var run]) return SpecRun.Run(run);
if (args is ["device-check", .. var check]) return DeviceCheck.Run(check);
BenchmarkSwitcher.FromAssembly(typeof(Peers).Assembly).Run(args);
return 0;
