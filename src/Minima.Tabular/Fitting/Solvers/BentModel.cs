namespace Minima.Tabular;

/// <summary>An objective for an interior point method and the equations of active kinks: the derivatives of its smooth part, and kinks in predictions that are linear in the parameters.</summary>
/// <param name="columns">The number of parameters.</param>
/// <param name="rows">The number of predictions.</param>
/// <param name="kinks">All kinks.</param>
internal abstract class BentModel(int columns, int rows, Kinks kinks)
{
    public int Columns { get; } = columns;

    /// <summary>The number of predictions.</summary>
    public int Rows { get; } = rows;

    public Kinks Kinks { get; } = kinks;

    /// <summary>The equations of the active kinks are few enough to be solved exactly.</summary>
    public virtual bool HasExactEnd => true;

    /// <summary>Linear systems of an interior point method are solved twice, to correct for rounding.</summary>
    public virtual bool Refines => false;

    public abstract double[] Predict(ReadOnlySpan<double> parameters);

    /// <summary>The derivative of prediction <paramref name="row"/> with respect to each parameter.</summary>
    public abstract double[] RowOf(int row);

    /// <summary>target += the gradient from the derivatives with respect to the predictions, already multiplied by the weights of the rows.</summary>
    public abstract void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target);

    /// <summary>
    /// The gradient of the smooth part, and its second derivative on request. On a kink, derivative and curvature are those
    /// just left of it.
    /// </summary>
    public abstract double[] SmoothGradient(ReadOnlySpan<double> parameters, ReadOnlySpan<double> prediction, double[]? hessian, Curvature curvature = Curvature.Exact);

    /// <summary>matrix += Aᵀ diag(weights) A, where the rows of A are the gradients of the quantities with kinks.</summary>
    public abstract void AddBendsWeighted(double[] weights, double[] matrix);

    /// <summary>target += Aᵀ values, where the rows of A are the gradients of the quantities with kinks.</summary>
    public void AddBendsTransposed(ReadOnlySpan<double> values, Span<double> target)
    {
        var byRow = new double[Rows];
        for (var m = 0; m < Kinks.Count; m++)
        {
            var row = Kinks.Items[m].Row;
            if (row >= 0) byRow[row] += values[m];
            else target[-1 - row] += values[m];
        }

        AddTransposed(byRow, target);
    }
}
