using Engine.Data;
using Engine.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engine.Tests.Data;

public sealed class DiffAugmentTests : IDisposable
{
    private const string All = "color_crop_cutout_flip_scale_rotate";
    private static readonly DiffAugment Every = DiffAugment.Parse(All);
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Groups => [.. All.Split('_')];

    [Fact]
    public void Strategies_are_read_in_order()
    {
        Assert.Equal(Enum.GetValues<AugmentGroup>(), Every.Groups);
        Assert.Equal([AugmentGroup.Flip, AugmentGroup.Crop], DiffAugment.Parse("flip_crop").Groups);
        Assert.Empty(DiffAugment.Parse("none").Groups);
    }

    [Theory]
    [InlineData("flip_blur_noise", "\"blur\", \"noise\"")]
    [InlineData("", "\"\"")]
    [InlineData("Flip", "\"Flip\"")]
    [InlineData("0", "\"0\"")]
    [InlineData("none_flip", "\"none\"")]
    [InlineData("flip_crop_flip", "more than once: \"flip\"")]
    public void Faults_of_a_strategy_are_all_told(string strategy, string told)
    {
        Assert.Contains(told, Assert.Throws<ArgumentException>(() => DiffAugment.Parse(strategy)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(DiffAugment.Faults(strategy));
    }

    [Theory]
    [InlineData("flip_crop", 2, 0)]
    [InlineData("flip_crop", 3, 1)]
    [InlineData("flip_blur", 3, 2)]
    [InlineData("none", 3, 0)]
    public void A_strategy_must_have_as_many_groups_as_are_drawn(string strategy, int operations, int faults) =>
        Assert.Equal(faults, DiffAugment.Faults(strategy, operations).Count);

    [Fact]
    public void None_changes_nothing()
    {
        var x = randn(2, 3, 8, 8);
        var none = DiffAugment.Parse("none");
        Assert.Same(x, Every.Apply(x, none.Draw(new Random(1), 2, siamese: false)));
    }

    [Fact]
    public void Groups_are_drawn_uniformly_without_repetition_in_random_order()
    {
        var random = new Random(3);
        var firsts = new int[6];
        var members = new int[6];
        for (var i = 0; i < 6000; i++)
        {
            var draw = Every.Draw(random, 1, siamese: true, operationsPerBatch: 3);
            var groups = draw.Operations.Select(operation => operation.Group).ToList();
            Assert.Equal(3, groups.Distinct().Count());
            firsts[(int)groups[0]]++;
            foreach (var group in groups) members[(int)group]++;
        }

        Assert.All(firsts, count => Assert.InRange(count, 880, 1120));
        Assert.All(members, count => Assert.InRange(count, 2850, 3150));
    }

    [Fact]
    public void A_draw_depends_on_its_source_alone()
    {
        AugmentDraw Draw() => Every.Draw(new Random(9), 4, siamese: false, operationsPerBatch: 6);
        var x = randn(4, 3, 16, 16);
        Assert.True(Every.Apply(x, Draw()).equal(Every.Apply(x, Draw())).all().item<bool>());
    }

    [Fact]
    public void More_groups_than_there_are_cannot_be_drawn() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            DiffAugment.Parse("flip").Draw(new Random(1), 2, siamese: true, operationsPerBatch: 2));

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_siamese_draw_does_the_same_to_every_image_of_any_batch(string group)
    {
        var image = randn(1, 3, 16, 16);
        var draw = DiffAugment.Parse(group).Draw(new Random(4), 8, siamese: true);
        var alone = Every.Apply(image, draw);
        var many = Every.Apply(image.expand(5, -1, -1, -1), draw);
        Assert.Equal([5, 3, 16, 16], many.shape);
        Golden.Agrees(many, alone.expand(5, -1, -1, -1));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Otherwise_each_image_has_its_own_numbers_and_the_batch_its_size(string group)
    {
        var image = randn(1, 3, 16, 16);
        var draw = DiffAugment.Parse(group).Draw(new Random(4), 16, siamese: false);
        var many = Every.Apply(image.expand(16, -1, -1, -1), draw);
        Assert.False(many.equal(many[..1].expand(16, -1, -1, -1)).all().item<bool>());
        Assert.Throws<ArgumentException>(() => Every.Apply(image, draw));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Derivatives_by_the_images_agree_with_differences(string group)
    {
        var x = randn(3, 3, 9, 9, dtype: ScalarType.Float64);
        var weights = randn(3, 3, 9, 9, dtype: ScalarType.Float64);
        foreach (var siamese in new[] { true, false })
        {
            var draw = DiffAugment.Parse(group).Draw(new Random(6), 3, siamese);
            Assert.InRange(FiniteDifference.Error(images => (Every.Apply(images, draw).square() * weights).sum(), x), 0, 1e-6);
        }
    }

    [Fact]
    public void Scaling_agrees_with_the_reference() =>
        Golden.Agrees(DiffAugment.Sampled(Golden.Tensor("c.xr"), [DiffAugment.Affine(1.1, 0, 0, 0.9)]), Golden.Tensor("c.affine_scale"));

    [Fact]
    public void Rotating_agrees_with_the_reference() =>
        Golden.Agrees(DiffAugment.Sampled(Golden.Tensor("c.xr"), [DiffAugment.Rotation(0.2)]), Golden.Tensor("c.affine_rotate"));

    [Fact]
    public void Saturation_and_contrast_agree_with_the_reference()
    {
        Golden.Agrees(DiffAugment.Saturated(Golden.Tensor("c.xr"), [0.3f]), Golden.Tensor("c.sat_u0.3"));
        Golden.Agrees(DiffAugment.Contrasted(Golden.Tensor("c.xr"), [0.3f]), Golden.Tensor("c.con_u0.3"));
    }

    [Fact]
    public void Cropping_agrees_with_the_reference()
    {
        // Nine shifts from −4 to 4: the middles of the eighth and of the third ninth.
        var cropped = Apply(AugmentGroup.Crop, Golden.Tensor("c.xr"), 7.5f / 9, 2.5f / 9);
        Assert.True(cropped.equal(Golden.Tensor("c.crop_dx+3_dy-2")).all().item<bool>());
    }

    [Theory]
    [InlineData(28, 4)]
    [InlineData(32, 4)]
    [InlineData(64, 8)]
    public void Shifts_reach_an_eighth_of_the_side_both_ways(int size, int most)
    {
        var x = arange(1, size * size + 1, ScalarType.Float32).reshape(1, 1, size, size);
        var least = Apply(AugmentGroup.Crop, x, 0, 0);
        var largest = Apply(AugmentGroup.Crop, x, 0.999999f, 0.999999f);
        Assert.True(least[.., .., most.., most..].equal(x[.., .., ..^most, ..^most]).all().item<bool>());
        Assert.True(largest[.., .., ..^most, ..^most].equal(x[.., .., most.., most..]).all().item<bool>());
        Assert.Equal((size - most) * (size - most), least.count_nonzero().item<long>());
        Assert.Equal((size - most) * (size - most), largest.count_nonzero().item<long>());
    }

    [Theory]
    [InlineData(28, 14)]
    [InlineData(32, 16)]
    [InlineData(64, 32)]
    [InlineData(9, 5)]
    public void The_hole_is_half_a_side_wide_and_may_lie_partly_outside(int size, int side)
    {
        var x = ones(1, 2, size, size);
        int Hole(float u) => size * size - (int)Apply(AugmentGroup.Cutout, x, u, u)[0, 0].sum().item<float>();
        Assert.Equal(side * side, Hole(0.5f));
        var inside = side - side / 2;
        Assert.Equal(inside * inside, Hole(0));
        Assert.Equal(side % 2 == 0 ? side / 2 * (side / 2) : (side / 2 + 1) * (side / 2 + 1), Hole(0.999999f));
    }

    [Fact]
    public void Flipping_mirrors_columns_in_half_of_the_cases()
    {
        var x = randn(2, 3, 8, 8);
        Assert.True(Apply(AugmentGroup.Flip, x, 0.49f).equal(x.flip(3)).all().item<bool>());
        Assert.True(Apply(AugmentGroup.Flip, x, 0.5f).equal(x).all().item<bool>());
    }

    [Theory]
    [InlineData(0f, -0.5)]
    [InlineData(0.5f, 0)]
    [InlineData(1f, 0.5)]
    public void Brightness_moves_by_half_at_most(float u, double shift)
    {
        var x = zeros(1, 1, 4, 4);
        Assert.Equal(shift, Apply(AugmentGroup.Color, x, u, 0.5f, 0.5f).mean().item<float>(), tolerance: 1e-6);
    }

    [Fact]
    public void Middle_numbers_leave_images_as_they_are()
    {
        var x = randn(2, 3, 8, 8);
        Golden.Agrees(Apply(AugmentGroup.Color, x, 0.5f, 0.5f, 0.5f), x);
        Golden.Agrees(Apply(AugmentGroup.Crop, x, 0.5f, 0.5f), x);
        Golden.Agrees(Apply(AugmentGroup.Rotate, x, 0.5f), x);
        var same = (float)((1 - 1 / 1.2) / (1.2 - 1 / 1.2));
        Golden.Agrees(Apply(AugmentGroup.Scale, x, same, same), x);
    }

    [Theory]
    [InlineData(0f, 1 / 1.2)]
    [InlineData(1f, 1.2)]
    public void Zoom_factors_reach_a_fifth(float u, double factor)
    {
        var x = randn(1, 1, 16, 16);
        Golden.Agrees(Apply(AugmentGroup.Scale, x, u, u), DiffAugment.Sampled(x, [DiffAugment.Affine(factor, 0, 0, factor)]));
    }

    [Theory]
    [InlineData(0f, -15)]
    [InlineData(1f, 15)]
    public void Turns_reach_fifteen_degrees(float u, double degrees)
    {
        var x = randn(1, 1, 16, 16);
        Golden.Agrees(Apply(AugmentGroup.Rotate, x, u), DiffAugment.Sampled(x, [DiffAugment.Rotation(degrees * Math.PI / 180)]));
    }

    [Fact]
    public void Grey_images_have_no_saturation()
    {
        var x = randn(2, 1, 8, 8);
        Assert.Same(x, DiffAugment.Saturated(x, [0.9f]));
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Apply(AugmentGroup group, Tensor x, params float[] numbers) =>
        Every.Apply(x, new AugmentDraw(null, [new AugmentOperation(group, [.. numbers.Select(number => new[] { number })])]));
}
