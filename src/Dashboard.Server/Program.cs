using System.Reflection;
using Dashboard.Server.Catalog;
using Dashboard.Server.Compare;
using Dashboard.Server.Experts;
using Dashboard.Server.Hosting;
using Dashboard.Server.Live;
using Dashboard.Server.Mitigation;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;
using Engine.Native;

if (Assembly.GetEntryAssembly() == typeof(Program).Assembly) ProcessTuning.RestartWithOneHeap();      // not when a test hosts us
try
{
    var builder = DemoRun.CreateBuilder(args);
    builder.AddHosting();
    builder.AddStorage();
    builder.AddEngine();
    builder.AddRuns();
    builder.AddCatalog();
    builder.AddMitigation();
    builder.AddExperts();
    builder.AddCompare();
    builder.AddLive();
    builder.AddClientPages();

    var app = builder.Build();
    app.OpenStorage();
    app.UseHosting();
    app.MapHealth();
    app.MapCatalog();
    app.MapRuns();
    app.MapMitigation();
    app.MapExperts();
    app.MapCompare();
    app.MapLive();
    app.MapClientPages();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is StartRefusedException or StorageException)
{
    return StartRefusal.Tell(e);
}
