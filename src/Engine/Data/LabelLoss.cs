namespace Engine.Data;

/// <summary>What is minimised when a network is trained on label vectors.</summary>
internal enum LabelLoss
{
    /// <summary>Cross-entropy with softmax(y).</summary>
    CrossEntropy,

    /// <summary>½‖z − y‖², with the vectors as they are.</summary>
    SquaredError,
}
