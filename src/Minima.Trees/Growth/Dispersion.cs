namespace Minima.Trees;

/// <summary>The scatter of the slopes of a tree's rows.</summary>
/// <param name="Square">Their mean square over the mean curvature: what one free number gains where nothing is to be learned.</param>
/// <param name="RowsOfUnit">Rows over the sum of curvatures.</param>
internal readonly record struct Dispersion(double Square, double RowsOfUnit)
{
    /// <summary>About how many rows have this curvature together.</summary>
    public double RowsOf(long curvature) => curvature * RowsOfUnit;
}
