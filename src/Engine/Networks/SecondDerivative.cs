namespace Engine.Networks;

/// <summary>Whether the gradient of a pass by the parameters will be derived again, and by what: layers may then take a way that is quicker for it.</summary>
internal enum SecondDerivative
{
    /// <summary>
    /// It will not, or nobody knows: every second derivative is there. A third there is none where a group norm runs in one walk (NormBlock).
    /// </summary>
    None,

    /// <summary>Once, by the images only. By parameters there is no second derivative then, and no third by anything.</summary>
    ByImages,

    /// <summary>Once, by anything.</summary>
    ByAll,
}
