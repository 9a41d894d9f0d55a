using System.Net;
using System.Net.Http.Json;
using Contracts;
using Dashboard.Client.Doors;
using Dashboard.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Server.Tests.Runs;

public sealed class RunIntakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLab _lab = new();
    private readonly DashboardApplication _application;

    public RunIntakeTests() => _application = new DashboardApplication(_folder.Path, _lab.Execute);

    public void Dispose()
    {
        _application.Dispose();
        _lab.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_that_cannot_be_stored_leaves_no_folder()
    {
        _application.Services.GetRequiredService<Store>().Dispose();
        using var client = _application.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/v1/runs", new RunSpec(), ContractsJson.Default.Options, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(Directory.GetDirectories(_folder["runs"]));
        Assert.Empty(_application.Desk.List());
    }

    [Fact]
    public async Task A_page_is_told_as_a_fault_that_a_run_cannot_be_stored()
    {
        _application.Services.GetRequiredService<Store>().Dispose();
        var answer = await _application.Services.GetRequiredService<IRuns>().SubmitAsync(new RunSpec(), TestContext.Current.CancellationToken);
        Assert.Null(answer.Run);
        Assert.Equal([new SpecFault("", "The store is closed.")], answer.Faults);
    }
}
