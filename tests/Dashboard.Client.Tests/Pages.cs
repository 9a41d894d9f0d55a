using System.Text.Json;
using Bunit;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Client.Layout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor.Services;

namespace Dashboard.Client.Tests;

/// <summary>What every page test starts from: the doors, the words and the libraries of a real host.</summary>
internal static class Pages
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RunId Id(int number) => RunId.Create(Start.AddSeconds(number), number);

    public static RunSummary Row(int number, string name) => RunState.Submitted(Id(number), new RunSpec { Name = name }, Start).Summary;

    public static BunitContext Context(IRuns? runs = null, TimeProvider? time = null)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddLogging();
        context.Services.AddLocalization(options => options.ResourcesPath = "Resources");
        context.Services.AddMudServices();
        context.Services.AddSingleton(time ?? TimeProvider.System);
        context.Services.AddSingleton(runs ??= new RememberedRuns());
        context.Services.AddSingleton<IComparison>(new RememberedComparison(runs));
        var metadata = new RememberedMetadata();
        context.Services.AddSingleton(metadata);
        context.Services.AddSingleton<IRunMetadata>(metadata);
        context.Services.AddSingleton<IRunTrash>(metadata);
        context.Services.AddSingleton(new RememberedTable(runs, metadata));
        context.Services.AddSingleton<IRunTable>(services => services.GetRequiredService<RememberedTable>());
        context.Services.AddSingleton<IRunViews>(new RememberedViews());
        context.Services.AddSingleton<ICatalog, SmallCatalog>();
        context.Services.AddSingleton<IDevices, NoDevices>();
        context.Services.AddSingleton<IRecipes>(new RememberedRecipes());
        context.Services.AddSingleton<ISets>(new RememberedSets());
        context.Services.AddSingleton<IExperts>(new RememberedExperts());
        context.Services.AddSingleton<ILibrary>(new RememberedLibrary());
        context.Services.AddSingleton<IDataSets>(new RememberedDataSets());
        context.Services.AddSingleton<IQueue>(new RememberedQueue());
        context.Services.AddSingleton<IOverview>(new RememberedOverview());
        context.Services.AddSingleton<IAccess>(new FixedAccess());
        context.Services.AddSingleton<Preferences>();
        return context;
    }

    public static OptionField Field(string name, OptionKind kind, object? preset, double? least = null, double? most = null, params string[] choices) =>
        new(name, name, kind, JsonSerializer.SerializeToElement(preset), "Help for " + name + ".", least, most, choices);
}
