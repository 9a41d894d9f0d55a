using Contracts.Querying;

namespace Contracts.Tests.Querying;

public sealed class QueryParserTests
{
    [Theory]
    [InlineData("ipc <=", 6, 0, "A value is missing at the end.")]
    [InlineData("(ipc = 1", 8, 0, "The closing ) is missing.")]
    [InlineData("ipc = 1 or", 10, 0, "Something is missing at the end.")]
    [InlineData("or ipc = 1", 0, 2, "or is not expected here.")]
    [InlineData("ipc = 1) and x", 7, 1, ") is not expected here.")]
    [InlineData("name = \"open", 7, 5, "The closing \" is missing.")]
    [InlineData("ipc ! 3", 4, 1, "! means nothing here.")]
    [InlineData("status in failed", 10, 6, "After \"in\" comes a list in brackets, or a range such as 1..10.")]
    [InlineData("worst is bad", 9, 3, "After \"is\" comes \"null\" or \"not null\".")]
    [InlineData("\"ipc\" = 3", 0, 5, "A field has no quotation marks; one with spaces in its name stands in square brackets.")]
    [InlineData("is:lost", 0, 7, "is:lost is no mark; there are is:deleted, is:archived, is:pinned, is:baseline, is:active, is:batch.")]
    public void A_fault_tells_its_place(string text, int start, int length, string message)
    {
        var fault = Assert.Single(QueryParser.Parse(text).Faults);
        Assert.Equal((start, length, message), (fault.Start, fault.Length, fault.Message));
    }

    [Fact]
    public void The_long_example_is_understood()
    {
        const string text =
            "method = \"distribution-matching\" and ipc <= 10 and (accuracy > 0.4 or tag has \"poc\") and not status in (failed, cancelled) "
            + "and created > -7d and name ~ \"demo\" and worst is null";
        var parsed = QueryParser.Parse(text);
        Assert.Empty(parsed.Faults);
        Assert.Equal(
            ["method = \"distribution-matching\"", "ipc <= 10", "(accuracy > 0.4 or tag has \"poc\")", "not status in (failed, cancelled)",
                "created > -7d", "name ~ \"demo\"", "worst is null"],
            parsed.Terms.Select(term => text[term.Start..term.End]));
    }

    [Fact]
    public void And_binds_more_than_or()
    {
        var any = Assert.IsType<AnyOf>(QueryParser.Parse("a = 1 or b = 2 and c = 3").Root);
        Assert.IsType<Comparison>(any.Terms[0]);
        Assert.IsType<AllOf>(any.Terms[1]);
    }

    [Fact]
    public void Words_beside_each_other_must_all_be_there() =>
        Assert.Equal(["demo", "is", "fashion"], QueryParser.Parse("demo \"is\" fashion").Terms.Cast<PlainWord>().Select(word => word.Word.Text));

    [Fact]
    public void A_field_with_spaces_stands_in_square_brackets()
    {
        var comparison = Assert.IsType<Comparison>(QueryParser.Parse("[test/resnet-10 (width 16).max] > 0.4").Root);
        Assert.Equal("test/resnet-10 (width 16).max", comparison.Field.Text);
        Assert.Equal("[test/resnet-10 (width 16).max]", QueryWriter.Field(comparison.Field.Text));
    }

    [Theory]
    [InlineData("", "ipc = 1", "ipc = 1")]
    [InlineData("ipc = 1", "ipc = 1", "ipc = 1")]
    [InlineData("demo", "ipc = 1", "demo and ipc = 1")]
    [InlineData("a = 1 or b = 2", "ipc = 1", "(a = 1 or b = 2) and ipc = 1")]
    public void A_condition_is_added_once_and_means_what_it_says(string query, string condition, string expected) =>
        Assert.Equal(expected, QueryWriter.With(query, condition));

    [Fact]
    public void A_condition_is_taken_away()
    {
        const string text = "a = 1 and not b in (2, 3) c";
        var parsed = QueryParser.Parse(text);
        Assert.Equal("a = 1 and c", QueryWriter.Without(text, parsed.Terms[1]));
        Assert.Equal("", QueryWriter.Without("a", QueryParser.Parse("a").Terms[0]));
    }

    [Fact]
    public void A_value_with_quotation_marks_comes_back_as_it_was()
    {
        const string name = "say \"hi\" \\ there";
        var comparison = Assert.IsType<Comparison>(QueryParser.Parse(QueryWriter.Same("name", FieldValue.Of(name))).Root);
        Assert.Equal(name, comparison.Value.Text);
    }

    [Fact]
    public void A_query_as_deep_as_a_well_is_refused_and_a_long_one_too()
    {
        Assert.Contains("too many brackets", Assert.Single(QueryParser.Parse(new string('(', 500) + "a" + new string(')', 500)).Faults).Message, StringComparison.Ordinal);
        Assert.Contains("at most", Assert.Single(QueryParser.Parse(new string('a', 3_000)).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Field_lists_keep_commas_of_names()
    {
        IReadOnlyList<string> names = ["accuracy", "-test/resnet (a, b)", "x\\y"];
        Assert.Equal(names, FieldList.Read(FieldList.Write(names)));
        Assert.Empty(FieldList.Read(null));
    }
}
