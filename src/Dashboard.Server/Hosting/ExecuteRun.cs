using Contracts;
using Engine.Runs;

namespace Dashboard.Server.Hosting;

/// <summary>Works on one run until it ends, on the caller's thread.</summary>
internal delegate void ExecuteRun(RunSpec spec, RunLog log, RunControl control, string folder);
