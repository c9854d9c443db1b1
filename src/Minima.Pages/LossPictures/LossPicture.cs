namespace Minima.Pages;

/// <summary>A picture of a loss, chosen by its shape, as numbers: a terminal draws it in characters, a page as SVG.</summary>
/// <param name="Title">The title.</param>
/// <param name="Note">A note on how the picture was made and how to read it.</param>
internal abstract record LossPicture(Localized Title, Localized Note);

/// <summary>Values along an axis.</summary>
internal sealed record CurvePicture(Localized Title, Localized Note, Localized Axis, double From, double To, IReadOnlyList<(Localized Name, double[] Heights)> Lines) : LossPicture(Title, Note);

/// <summary>Values over a square or a triangle, darker where they are larger.</summary>
/// <param name="Title">The title.</param>
/// <param name="Note">How to read it.</param>
/// <param name="X">The axis to the right: its name and its ends.</param>
/// <param name="Y">The axis upwards.</param>
/// <param name="At">The values at points whose coordinates are fractions of the axes; NaN if there is no value.</param>
internal sealed record SurfacePicture(Localized Title, Localized Note, PictureAxis X, PictureAxis Y, Func<(double X, double Y)[], double[]> At) : LossPicture(Title, Note)
{
    /// <summary>The names of the corners left, right and top, if the picture is a triangle of proportions; otherwise null.</summary>
    public Localized[]? Corners { get; init; }

    /// <summary>The number of cells if the values are those of a table; 0 if they are those of a function.</summary>
    public (int Columns, int Rows) Cells { get; init; }
}

/// <summary>Two boxes, and the gradient at the corners.</summary>
internal sealed record BoxPicture(Localized Title, Localized Note, double[] Target, double[] Prediction, double[] Gradient) : LossPicture(Title, Note);

/// <summary>An axis: its name and its ends.</summary>
internal sealed record PictureAxis(Localized Name, double From, double To)
{
    public double At(double share) => From + (share * (To - From));

    /// <summary>Evenly spaced points of an axis.</summary>
    public static double[] Spaced(double from, double to, int count) => [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * i / (count - 1)))];
}
