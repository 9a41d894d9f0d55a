using System.Globalization;
using Contracts;
using Dashboard.Client.Features.Runs;

namespace Dashboard.Client.Tests;

public sealed class PathPlaneTests
{
    private static readonly ProjectedPath Goal = new(ProjectedPath.Real, "boot", [10], [0]);
    private static readonly ProjectedPath Moving = new(ProjectedPath.Synthetic, "boot", [0, 4], [0, 8]);
    private static readonly ProjectedPath Other = new(ProjectedPath.Synthetic, "bag", [5], [5]);

    private readonly PathPlane _plane = new([Goal, Moving, Other]);

    [Fact]
    public void A_class_and_its_goal_share_a_number()
    {
        Assert.Equal(_plane.Place(Goal), _plane.Place(Moving));
        Assert.NotEqual(_plane.Place(Goal), _plane.Place(Other));
        Assert.Equal(2, _plane.Count);
    }

    [Fact]
    public void The_distance_is_that_of_the_last_point_to_its_goal()
    {
        Assert.Equal(10, _plane.Left(Moving)!.Value, 12);
        Assert.Null(_plane.Left(Other));
    }

    [Fact]
    public void Both_directions_have_one_scale_and_up_is_up()
    {
        var across = double.Parse(_plane.X(10), CultureInfo.InvariantCulture) - double.Parse(_plane.X(0), CultureInfo.InvariantCulture);
        var up = double.Parse(_plane.Y(0), CultureInfo.InvariantCulture) - double.Parse(_plane.Y(8), CultureInfo.InvariantCulture);
        Assert.Equal(across / 10, up / 8, 1);
        Assert.True(up > 0);
    }

    [Fact]
    public void A_single_place_is_drawn_in_the_middle()
    {
        var plane = new PathPlane([Other]);
        Assert.Equal(($"{PathPlane.Width / 2}", $"{PathPlane.Height / 2}"), (plane.X(5), plane.Y(5)));
    }
}
