using Dashboard.Server.Catalog;
using Dashboard.Server.Hosting;
using Dashboard.Server.Live;
using Dashboard.Server.Runs;
using Dashboard.Server.Storage;

try
{
    var builder = DemoRun.CreateBuilder(args);
    builder.AddHosting();
    builder.AddStorage();
    builder.AddEngine();
    builder.AddRuns();
    builder.AddCatalog();
    builder.AddLive();

    var app = builder.Build();
    app.UseHosting();
    app.MapHealth();
    app.MapCatalog();
    app.MapRuns();
    app.MapLive();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is StartRefusedException or StorageException)
{
    return StartRefusal.Tell(e);
}
