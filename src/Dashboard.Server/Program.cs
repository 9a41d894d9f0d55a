using System.Reflection;
using Dashboard.Server.Catalog;
using Dashboard.Server.Estimates;
using Dashboard.Server.Compare;
using Dashboard.Server.Experts;
using Dashboard.Server.Home;
using Dashboard.Server.Hosting;
using Dashboard.Server.Library;
using Dashboard.Server.Listing;
using Dashboard.Server.Live;
using Dashboard.Server.Mitigation;
using Dashboard.Server.RealData;
using Dashboard.Server.Queue;
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
    builder.AddQueue();
    builder.AddHome();
    builder.AddListing();
    builder.AddCatalog();
    builder.AddMitigation();
    builder.AddLibrary();
    builder.AddDataSets();
    builder.AddExperts();
    builder.AddEstimates();
    builder.AddCompare();
    builder.AddLive();
    builder.AddClientPages();
    builder.AddReadOnlyMode();

    var app = builder.Build();
    app.OpenStorage();
    app.UseHosting();
    app.MapHealth();
    app.MapCatalog();
    app.MapRuns();
    app.MapQueue();
    app.MapHome();
    app.MapListing();
    app.MapMitigation();
    app.MapLibrary();
    app.MapDataSets();
    app.MapExperts();
    app.MapEstimates();
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
