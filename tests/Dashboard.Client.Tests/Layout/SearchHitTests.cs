using Contracts;
using Dashboard.Client.Layout;

namespace Dashboard.Client.Tests.Layout;

public sealed class SearchHitTests
{
    private static readonly RunSummary[] Runs =
    [
        Pages.Row(3, "Fashion baseline"), Pages.Row(2, "Fashion, noise") with { IsMitigation = true }, Pages.Row(1, "Digits"),
    ];

    private static readonly DataSetInfo[] Sets = [new("fashion-mnist", "Fashion-MNIST", "", "", true, "")];

    [Fact]
    public void Every_word_must_be_found_and_runs_come_before_sets() => Assert.Equal(
        [$"runs/{Pages.Id(3)}", $"mitigate/{Pages.Id(2)}", "datasets"], Find("fashion").Select(hit => hit.Address));

    [Fact]
    public void Words_narrow_the_answer() => Assert.Equal([$"mitigate/{Pages.Id(2)}"], Find(" NOISE fashion ").Select(hit => hit.Address));

    [Fact]
    public void Pages_are_found_by_the_words_of_the_visitor() => Assert.Equal("queue", SearchHit.Find(
        "キュ", [], [], page => page == "Queue" ? "キュー" : page)[0].Address);

    [Fact]
    public void Nothing_typed_offers_pages_and_the_newest_runs()
    {
        var many = Enumerable.Range(1, 40).Select(i => Pages.Row(i, $"Run {i}"));
        var found = SearchHit.Find("", many, Sets, page => page);
        Assert.Equal(SitePage.All.Count + 5, found.Count);
        Assert.Equal(20, SearchHit.Find("run", many, Sets, page => page).Count);
    }

    [Theory]
    [InlineData("runs", "runs")]
    [InlineData("runs/0123456789abcdef", "runs")]
    [InlineData("runs/new", null)]
    [InlineData("", "")]
    [InlineData("queue", "queue")]
    [InlineData("mitigate/0123456789abcdef", "mitigate")]
    [InlineData("nowhere", null)]
    public void An_address_belongs_to_one_page(string path, string? address) =>
        Assert.Equal(address, SitePage.All.SingleOrDefault(page => page.Holds(path))?.Address);

    private static IReadOnlyList<SearchHit> Find(string text) => SearchHit.Find(text, Runs, Sets, page => page);
}
