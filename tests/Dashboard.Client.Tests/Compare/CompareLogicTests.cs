using Contracts;
using Dashboard.Client.Features.Compare;
using Dashboard.Client.Layout;

namespace Dashboard.Client.Tests.Compare;

/// <summary>The parts of a comparison that need no page.</summary>
public sealed class CompareLogicTests
{
    [Theory]
    [InlineData("loss/matching", "loss/matching", "")]
    [InlineData("loss/matching/class/t-shirt", "loss/matching/class", "t-shirt")]
    [InlineData("loss/matching/layer/03", "loss/matching/layer", "03")]
    [InlineData("experts/01/accuracy/validation", "experts/accuracy/validation", "01")]
    [InlineData("resnet-18 (width 16)/full/synthetic/0/keep-rate", "trainings/keep-rate", "resnet-18 (width 16)/full/synthetic/0")]
    public void A_series_is_split_into_its_family_and_its_part(string series, string family, string part) =>
        Assert.Equal((family, part), CurveFamily.Split(series));

    [Fact]
    public void The_part_that_most_runs_have_is_shown_first()
    {
        var family = new CurveFamily("loss/matching/class", ["cat", "dog"], new Dictionary<(RunId Run, string Part), string>
        {
            [(Contest.First, "cat")] = "a",
            [(Contest.First, "dog")] = "b",
            [(Contest.Second, "dog")] = "c",
        });

        Assert.Equal("dog", family.Chosen(null));
        Assert.Equal("cat", family.Chosen("cat"));
        Assert.Equal("dog", family.Chosen("bird"));
    }

    [Fact]
    public void The_nearest_frame_is_the_earlier_of_two_that_are_equally_near()
    {
        var state = Contest.View(Contest.First).Base.Run.State;      // frames after 0, 50 and 100
        Assert.Equal([0, 50, 50, 100], new[] { 25, 26, 75, 900 }.Select(asked => FrameChoice.Nearest(state, asked)!.Iteration));
        Assert.Null(FrameChoice.Nearest(Contest.View(Contest.Third).Base.Run.State, 0));
    }

    [Fact]
    public void A_slider_has_every_step_of_every_run_once()
    {
        var view = Contest.View(Contest.First, Contest.Second, Contest.Third);
        var steps = FrameChoice.Steps(view.Runs.Select(entry => entry.Run));

        Assert.Equal([0, 50, 100], steps);
        Assert.Equal((2, 1, 0), (FrameChoice.Place(steps, null), FrameChoice.Place(steps, 60), FrameChoice.Place(steps, -7)));
    }

    [Fact]
    public void A_front_holds_what_no_other_beats()
    {
        (double, double)[] points = [(1, 10), (2, 9), (2, 12), (3, 12), (4, 20), (1, 10)];
        Assert.Equal([0, 5, 2, 4], ParetoFront.Of(points));       // equals stand on it together; (3, 12) costs more for the same
        Assert.Empty(ParetoFront.Of([]));
        Assert.Equal([0], ParetoFront.Of([(5, 5)]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scale_has_room_for_every_number_and_round_ticks_within(bool isLog)
    {
        double[] values = [1, 10, 1000];
        var scale = PlotScale.Of(values, isLog, 100, 0);

        Assert.All(values, value => Assert.InRange(scale.At(value), 0, 100));
        Assert.True(scale.At(1000) < scale.At(10) && scale.At(10) < scale.At(1));
        Assert.InRange(scale.Ticks().Count, 3, 10);
        Assert.All(scale.Ticks(), tick => Assert.InRange(tick, scale.Low, scale.High));
        Assert.Equal(isLog, scale.IsLog);
        if (isLog) Assert.Equal(scale.At(10) - scale.At(1), (scale.At(1000) - scale.At(10)) / 2, 9);
    }

    [Fact]
    public void A_scale_of_one_number_and_of_none_is_one_too()
    {
        Assert.Equal(50, PlotScale.Of([7], false, 0, 100).At(7), 9);
        Assert.False(PlotScale.Of([0, 5], true, 0, 100).IsLog);       // nothing but positive numbers has a logarithm
        Assert.NotEmpty(PlotScale.Of([], true, 0, 100).Ticks());
        Assert.Equal([15, 20, 25, 30, 35], PlotScale.Of([15, 35], false, 0, 1).Ticks());
    }

    [Fact]
    public void A_scale_leaves_out_what_is_no_number() =>
        Assert.Equal(PlotScale.Of([1, 2], false, 0, 100), PlotScale.Of([1, double.NaN, 2, double.PositiveInfinity], false, 0, 100));

    [Fact]
    public void Words_are_spread_along_an_axis()
    {
        var field = new CompareField("data.name", "data.name", "", [new(null, "b"), new(null, "a"), null]);
        var axis = new ParallelAxis(field, false, 100, 0);

        Assert.Equal((25, 75, null), (axis.At(0), axis.At(1), axis.At(2)));
        Assert.Equal(75, new ParallelAxis(field, true, 100, 0).At(0));
    }

    [Fact]
    public void Twelve_runs_have_twelve_marks()
    {
        var marks = Enumerable.Range(0, ComparedRun.Most).Select(place => new RunMark(place)).ToList();

        Assert.Equal(ComparedRun.Most, marks.Select(mark => mark.Letter).Distinct().Count());
        Assert.Equal(ComparedRun.Most, marks.Select(mark => mark.Shape).Distinct().Count());
        Assert.Equal(ComparedRun.Most, marks.Select(mark => mark.DashText).Distinct().Count());
    }

    [Fact]
    public void An_address_names_each_run_once_and_keeps_what_it_cannot_read()
    {
        var address = CompareAddress.Parse($"{Contest.Second}, {Contest.First},,{Contest.Second},../etc,");

        Assert.Equal([Contest.Second, Contest.First], address.Runs);
        Assert.Equal(["../etc"], address.Faulty);
        Assert.Empty(CompareAddress.Parse(null).Runs);
    }

    [Fact]
    public void A_choice_before_the_browser_answered_keeps_the_one_before()
    {
        var browser = new LateBrowser("http://localhost/compare?runs=a");
        using var choices = new AddressChoices(browser);

        choices.Keep("step", "50");
        choices.Keep("class", "ring");
        Assert.Equal("http://localhost/compare?runs=a&step=50&class=ring", browser.Asked[^1]);
        foreach (var address in browser.Asked) browser.Answer(address, isLink: false);
        browser.Answer("http://localhost/compare?runs=a&tab=cost", isLink: true);
        choices.Keep("class", null);
        choices.Keep("base", "b");
        Assert.Equal(["http://localhost/compare?runs=a&tab=cost&base=b"], browser.Asked.Skip(2));      // nothing was there to take out
    }

    [Fact]
    public void A_spreadsheet_takes_no_name_for_a_formula()
    {
        Assert.Equal("'=1+1,-5,\"a \"\"b\"\", c\"\r\n", TextTable.Csv([["=1+1", "-5", "a \"b\", c"]]));
        Assert.Equal("'@x\ta b\r\n", TextTable.Tsv([["@x", "a\tb"]]));
    }
}
