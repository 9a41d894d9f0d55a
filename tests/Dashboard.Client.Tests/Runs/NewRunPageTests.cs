using System.Globalization;
using Bunit;
using Contracts;
using Dashboard.Client.Features.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Client.Tests.Runs;

public sealed class NewRunPageTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_run_that_cannot_be_read_is_said_not_to_be_cloned(int? clone, bool told)
    {
        var runs = new RememberedRuns();
        runs.Specs[Pages.Id(2)] = new RunSpec { Name = "Old" };
        await using var context = Pages.Context(runs);
        context.Services.AddSingleton<Doors.IEstimates>(new NoEstimates());
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("runs/new" + (clone is { } number ? $"?clone={Pages.Id(number)}" : ""));
        Assert.Equal(told, context.Render<NewRunPage>().Markup.Contains("That run cannot be cloned", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_form_begins_with_a_preset_in_the_persons_language()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");
        try
        {
            await using var context = Pages.Context(new RememberedRuns());
            context.Services.AddSingleton<Doors.IEstimates>(new NoEstimates());
            var name = context.Render<NewRunPage>().FindAll("input[type=text]")[0];
            Assert.Equal("デモ: Fashion-MNIST（内蔵）、クラスあたり 1 枚", name.GetAttribute("value"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private sealed class NoEstimates : Doors.IEstimates
    {
        public Task<RunEstimate?> OfAsync(RunSpec spec, CancellationToken cancellation) => Task.FromResult<RunEstimate?>(null);

        public Task<Doors.Submission> ProbeAsync(RunSpec spec, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
