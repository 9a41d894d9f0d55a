using Bunit;
using Contracts;
using Dashboard.Client.Features.Runs.Notes;

namespace Dashboard.Client.Tests.Runs;

public sealed class MarkdownViewTests : BunitContext
{
    [Fact]
    public void Markdown_becomes_elements() => Show(
        "# Title\n\nA *b* **c** `d`\n\n- x\n- y\n\n1. z\n\n> q\n\n```\ncode <b>\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done")
        .MarkupMatches("""
            <div class="markdown"><h3>Title</h3><p>A <em>b</em> <strong>c</strong> <code>d</code></p><ul><li>x</li><li>y</li></ul><ol><li>z</li></ol>
            <blockquote><p>q</p></blockquote><pre><code>code &lt;b&gt;</code></pre>
            <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><ul><li>☑ done</li></ul></div>
            """);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick=\"x()\">b</b>")]
    [InlineData("![x](https://example.org/a.png)")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](data:text/html,hi)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x](JaVaScRiPt&#58;alert(1))")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    public void Nothing_of_others_is_more_than_text(string notes)
    {
        var view = Show(notes);
        Assert.Empty(view.FindAll("script, img, b, [onclick], [onerror]"));
        Assert.All(view.FindAll("a"), link => Assert.StartsWith("https://example.org/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_leads_to_the_web_without_telling_where_from()
    {
        var link = Show("see [this](https://example.org/x?a=1&b=2) and http://example.org").FindAll("a");
        Assert.Equal(["https://example.org/x?a=1&b=2", "http://example.org/"], link.Select(a => a.GetAttribute("href")));
        Assert.All(link, a => Assert.Contains("noopener", a.GetAttribute("rel"), StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_nested_like_a_bomb_are_shown_as_typed()
    {
        var bomb = new string('>', 5_000) + " x";
        Assert.Contains("x", Show(bomb).Markup, StringComparison.Ordinal);
        Assert.Contains("x", Show(string.Concat(Enumerable.Repeat("[", 5_000)) + "x").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Emphasis_nested_without_end_keeps_its_text()
    {
        var stars = new string('*', 9_999);
        var view = Show($"{stars}a{stars}");
        Assert.Equal("a", view.Find(".markdown").TextContent.Trim('*', '\n'));
        Assert.InRange(view.FindAll("strong, em").Count, 1, 60);
    }

    [Fact]
    public void Text_longer_than_notes_may_be_is_shown_as_typed() =>
        Assert.Equal("**b**", Show(new string('x', RunMetaChange.LongestNotes) + "**b**").Find("pre").TextContent[^5..]);

    private IRenderedComponent<MarkdownView> Show(string text) => Render<MarkdownView>(view => view.Add(v => v.Text, text));
}
