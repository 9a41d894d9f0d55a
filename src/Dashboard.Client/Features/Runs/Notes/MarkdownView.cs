using Contracts;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Client.Features.Runs.Notes;

/// <summary>
/// Markdown of other people as elements of ours: the syntax tree is walked, every text is text. HTML in it is shown as it was typed, a picture is a
/// link to it, and a link leads to http or https only.
/// </summary>
public sealed class MarkdownView : ComponentBase
{
    private const int Deepest = 40;
    private const int Longest = RunMetaChange.LongestNotes;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder { MaximumNestingDepth = Deepest }
        .DisableHtml().UsePipeTables().UseTaskLists().UseAutoLinks().Build();
    private string? _parsed;
    private MarkdownDocument? _document;

    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_parsed == Text) return;
        _parsed = Text;
        try
        {
            _document = Text.Length > Longest ? null : Markdown.Parse(Text, Pipeline);
        }
        catch (ArgumentException)
        {
            _document = null;       // nested deeper than anyone writes: shown as it was typed
        }
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "markdown");
        if (_document is null)
        {
            builder.OpenElement(2, "pre");
            builder.AddContent(3, Text);
            builder.CloseElement();
        }
        else
        {
            new Walk(builder).Blocks(_document);
        }

        builder.CloseElement();
    }

    private sealed class Walk(RenderTreeBuilder builder)
    {
        private int _depth;

        public void Blocks(ContainerBlock blocks)
        {
            foreach (var block in blocks) Block(block);
        }

        private void Block(Block block)
        {
            switch (block)
            {
                case HeadingBlock heading: Element($"h{Math.Min(6, heading.Level + 2)}", () => Inlines(heading.Inline)); break;
                case ParagraphBlock { Parent: ListItemBlock { Parent: ListBlock { IsLoose: false } } } tight: Inlines(tight.Inline); break;
                case ParagraphBlock paragraph: Element("p", () => Inlines(paragraph.Inline)); break;
                case ListBlock list: Element(list.IsOrdered ? "ol" : "ul", () => Blocks(list)); break;
                case ListItemBlock item: Element("li", () => Blocks(item)); break;
                case QuoteBlock quote: Element("blockquote", () => Blocks(quote)); break;
                case CodeBlock code: Element("pre", () => Element("code", () => Content(code.Lines.ToString()))); break;
                case ThematicBreakBlock: Element("hr", () => { }); break;
                case Table table: Element("table", () => Rows(table)); break;
                case LinkReferenceDefinitionGroup: break;
                case ContainerBlock other: Blocks(other); break;
                case LeafBlock leaf: Element("p", () => Leaf(leaf)); break;
            }
        }

        private void Leaf(LeafBlock leaf)
        {
            if (leaf.Inline is not null) Inlines(leaf.Inline);
            else Content(leaf.Lines.ToString());
        }

        private void Rows(Table table)
        {
            foreach (var row in table.OfType<TableRow>())
            {
                Element("tr", () =>
                {
                    foreach (var cell in row.OfType<TableCell>()) Element(row.IsHeader ? "th" : "td", () => Cell(cell));
                });
            }
        }

        private void Cell(TableCell cell)
        {
            foreach (var block in cell)
            {
                if (block is ParagraphBlock paragraph) Inlines(paragraph.Inline);
                else Block(block);
            }
        }

        private void Inlines(ContainerInline? inlines)
        {
            foreach (var inline in inlines ?? Enumerable.Empty<Inline>()) Inline(inline);
        }

        private void Inline(Inline inline)
        {
            switch (inline)
            {
                case ContainerInline deep when _depth > Deepest: Flat(deep); break;
                case LiteralInline literal: Content(literal.Content.ToString()); break;
                case CodeInline code: Element("code", () => Content(code.Content)); break;
                case EmphasisInline { DelimiterCount: 2 } strong: Element("strong", () => Inlines(strong)); break;
                case EmphasisInline emphasis: Element("em", () => Inlines(emphasis)); break;
                case LinkInline link: Link(link.Url, () => LinkText(link)); break;
                case AutolinkInline auto: Link(auto.Url, () => Content(auto.Url)); break;
                case LineBreakInline { IsHard: true }: Element("br", () => { }); break;
                case LineBreakInline: Content("\n"); break;
                case TaskList task: Content(task.Checked ? "☑" : "☐"); break;
                case HtmlInline html: Content(html.Tag); break;
                case HtmlEntityInline entity: Content(entity.Transcoded.ToString()); break;
                case ContainerInline other: Inlines(other); break;
            }
        }

        /// <summary>Only the texts: the parser bounds how deep blocks and links nest, but not how deep emphasis does.</summary>
        private void Flat(ContainerInline container)
        {
            foreach (var leaf in container.Descendants().OfType<LeafInline>()) Inline(leaf);
        }

        private void LinkText(LinkInline link)
        {
            if (link.FirstChild is null) Content(link.Url ?? "");
            else Inlines(link);
        }

        /// <summary>A link where it leads to the web; else only its text.</summary>
        private void Link(string? address, Action text)
        {
            var good = Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
            if (!good || uri is null)
            {
                text();
                return;
            }

            builder.OpenElement(10, "a");
            builder.AddAttribute(11, "href", uri.AbsoluteUri);
            builder.AddAttribute(12, "rel", "noopener noreferrer");
            builder.AddAttribute(13, "target", "_blank");
            text();
            builder.CloseElement();
        }

        private void Content(string text) => builder.AddContent(20, text);

        private void Element(string name, Action content)
        {
            builder.OpenElement(30, name);
            _depth++;
            content();
            _depth--;
            builder.CloseElement();
        }
    }
}
