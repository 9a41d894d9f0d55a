namespace Contracts.Tests;

public sealed class RunMetaChangeTests
{
    private static readonly RunMeta Meta = new() { Id = RunId.Create(DateTimeOffset.UnixEpoch, 1), Tags = ["b"], Notes = "old", NotesVersion = 3, Version = 7 };

    [Fact]
    public void What_is_not_given_stays() =>
        Assert.Equal(Meta with { Pinned = true, Version = 8, Tags = [] }, new RunMetaChange { Pinned = true }.Apply(Meta) with { Tags = [] });

    [Fact]
    public void Tags_come_once_in_order_and_go() => Assert.Equal(
        ["A", "c"], new RunMetaChange { AddTags = ["c", " A ", "C", "a"], RemoveTags = ["B"] }.Apply(Meta).Tags);

    [Fact]
    public void Only_other_notes_make_a_version()
    {
        Assert.Equal(3, new RunMetaChange { Notes = "old", NotesVersion = 3 }.Apply(Meta).NotesVersion);
        Assert.Equal(4, new RunMetaChange { Notes = "new", NotesVersion = 3 }.Apply(Meta).NotesVersion);
    }

    [Fact]
    public void An_empty_name_is_the_one_it_was_submitted_with() =>
        Assert.Null(new RunMetaChange { Name = "  " }.Apply(Meta with { Name = "other" }).Name);

    [Fact]
    public void Every_fault_is_told()
    {
        var change = new RunMetaChange { Name = new string('n', 121), Notes = "x", AddTags = ["", "a,b"], Tags = [new string('t', 41)] };
        Assert.Equal(["name", "notesVersion", "tags", "tags", "tags"], change.Faults().Select(fault => fault.Path));
    }
}
