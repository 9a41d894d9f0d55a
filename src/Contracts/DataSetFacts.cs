namespace Contracts;

/// <summary>What a real set is, as its files tell.</summary>
/// <param name="Name">Its name in a spec.</param>
/// <param name="Title">For people.</param>
/// <param name="Licence">Licence as its source states it, or "unknown".</param>
/// <param name="Channels">1 for grey images, 3 for colour.</param>
/// <param name="Height">Pixels of an image, down.</param>
/// <param name="Width">Pixels of an image, across.</param>
/// <param name="Classes">Its classes, in the order of the labels.</param>
/// <param name="ContentHash">SHA-256 over shape, classes, labels and pixels of both splits: alike however the files were packed.</param>
/// <param name="Notes">What a person should know: a split that was made, a set that stands in for another.</param>
/// <param name="Sheet">The picture with some train images of each class.</param>
public sealed record DataSetFacts(
    string Name, string Title, string Licence, int Channels, int Height, int Width, IReadOnlyList<DataSetClass> Classes, string ContentHash,
    IReadOnlyList<string> Notes, DataSetSheet Sheet)
{
    /// <summary>Train images.</summary>
    public int Train => Classes.Sum(one => one.Train);

    /// <summary>Test images.</summary>
    public int Test => Classes.Sum(one => one.Test);
}

/// <summary>A class of a real set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Train">Train images of it.</param>
/// <param name="Test">Test images of it.</param>
public sealed record DataSetClass(string Name, int Train, int Test);

/// <summary>How the picture with train images is laid out: one row for each of the first classes.</summary>
/// <param name="Rows">Classes that have a row.</param>
/// <param name="Columns">Images in a row, at most.</param>
/// <param name="CellHeight">Pixels of a cell, down.</param>
/// <param name="CellWidth">Pixels of a cell, across.</param>
public sealed record DataSetSheet(int Rows, int Columns, int CellHeight, int CellWidth);
