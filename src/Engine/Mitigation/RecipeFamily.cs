using Contracts;
using Engine.Options;

namespace Engine.Mitigation;

/// <summary>A recipe of the catalog: a name and the values of every option.</summary>
/// <param name="Name">Kebab case.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Citation">Source; empty for our own.</param>
/// <param name="Options">Its values.</param>
internal sealed record RecipeMember(string Name, string Title, string Summary, string Citation, RecipeOptions Options);

/// <summary>Every recipe, one line each: the five columns of the paper's ablation, the fair baseline, and the simple rivals that reviewers ask for.</summary>
internal static class RecipeFamily
{
    private const string Zhong = "Zhong and Liu, Towards Mitigating Architecture Overfitting on Distilled Datasets, arXiv 2309.04195";

    private static readonly RecipeOptions Baseline = new();

    private static readonly RecipeOptions WithoutBoth = Baseline with
    {
        Optimizer = "lion",
        LearningRate = 5e-5,
        WeightDecay = 5e-3,
        Beta1 = 0.95,
        Beta2 = 0.98,
        Schedule = "periodic-cosine",
        OperationsPerBatch = 2,
    };

    private static readonly RecipeOptions WithoutDropPath = WithoutBoth with { DistillationWeight = 0.5 };

    private static readonly RecipeOptions WithoutKd = WithoutBoth with { DropPath = "three-phase", ImprovedShortcut = true, Budget = 4 };

    /// <summary>The members, in the order in which lists show them.</summary>
    public static IReadOnlyList<RecipeMember> Members { get; } =
    [
        new("baseline", "Baseline", "AdamW, one augmentation per batch, one drop of the rate: the usual training.", Zhong, Baseline),
        new("baseline-equal-budget", "Baseline at equal budget", "The baseline with as many epochs as the full recipe.", "", Baseline with { Budget = 4 }),
        new("without-drop-path-and-kd", "w/o DP & KD", "Lion, a cosine rate and two augmentations per batch alone.", Zhong, WithoutBoth),
        new("without-drop-path", "w/o DP", "Knowledge distillation from a small teacher, no DropPath.", Zhong, WithoutDropPath),
        new("without-kd", "w/o KD", "DropPath with three phases and improved shortcuts, no teacher.", Zhong, WithoutKd),
        new("full", "Full", "DropPath, a small teacher, Lion, a periodic rate and two augmentations per batch.", Zhong, WithoutKd with { DistillationWeight = 0.5 }),
        new("constant-keep-rate", "Constant keep rate", "The full recipe with one keep rate throughout.", "",
            WithoutKd with { DistillationWeight = 0.5, DropPath = "constant", FinalKeepRate = 0.5 }),
        new("dropout", "Dropout", "The baseline with dropout before the classifier.",
            "Srivastava et al., Dropout, JMLR 2014", Baseline with { Dropout = 0.5 }),
        new("mixup", "MixUp", "The baseline on mixtures of two images.", "Zhang et al., mixup, ICLR 2018", Baseline with { Mixing = "mixup" }),
        new("cutmix", "CutMix", "The baseline on images with a patch of another.", "Yun et al., CutMix, ICCV 2019", Baseline with { Mixing = "cutmix" }),
        new("label-smoothing", "Label smoothing", "The baseline with a tenth of each label spread over all classes.",
            "Szegedy et al., Rethinking the Inception Architecture, CVPR 2016", Baseline with { LabelSmoothing = 0.1 }),
        new("without-augmentation", "Without augmentation", "The baseline on the images as they are.", "", Baseline with { Augmentation = "none" }),
    ];

    /// <summary>The values of a recipe without faults.</summary>
    public static RecipeOptions Options(RecipeSpec recipe) =>
        OptionFields.Bind(Members.Single(member => member.Name == recipe.Component.Name).Options, recipe.Component);

    /// <summary>The member of a name, or null.</summary>
    public static RecipeMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
}
