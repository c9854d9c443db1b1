namespace Minima.Trees;

/// <summary>The dispersion of the gradients of a tree's rows.</summary>
/// <param name="Square">Their mean square over the mean curvature: the gain of one free parameter on pure noise.</param>
/// <param name="RowsOfUnit">The number of rows over the sum of curvatures.</param>
internal readonly record struct Dispersion(double Square, double RowsOfUnit)
{
    /// <summary>The approximate number of rows that have this curvature together.</summary>
    public double RowsOf(long curvature) => curvature * RowsOfUnit;
}
