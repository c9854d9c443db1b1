namespace Minima.Tabular;

/// <summary>The end of Newton's steps.</summary>
/// <param name="Point">The last point.</param>
/// <param name="Value">The objective there.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="Curvature">Its second derivative; null if that is not positive definite.</param>
/// <param name="Iterations">The number of steps, including those before the first Newton step.</param>
internal sealed record NewtonEnd(double[] Point, double Value, double[] Gradient, Cholesky? Curvature, int Iterations)
{
    /// <summary>The norm of the gradient.</summary>
    public double Norm => NewtonDescent.Norm(Gradient);
}

/// <summary>Newton's steps from a point that is near a minimum already, each of them halved until the objective rises by no more than rounding.</summary>
/// <param name="Small">The norm of a gradient that ends the search.</param>
/// <param name="Enough">The norm of a gradient that may end it if steps no longer reduce the gradient.</param>
/// <param name="Rounding">The relative rounding error of the objective.</param>
internal sealed record NewtonDescent(double Small, double Enough, double Rounding)
{
    private const int MostSteps = 100;
    private const double Shortest = 1e-6;

    /// <summary>The value of an objective at a point; writes its gradient.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    public static double Norm(ReadOnlySpan<double> vector) => Math.Sqrt(FixedOrder.Dot(vector, vector));

    /// <param name="objective">The objective to minimise.</param>
    /// <param name="curvature">Its second derivative at a point; null ends the search.</param>
    /// <param name="point">The start.</param>
    /// <param name="iterations">The number of steps that led to the start.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public NewtonEnd Run(Objective objective, Func<double[], Cholesky?> curvature, double[] point, int iterations, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var gradient = new double[point.Length];
        var value = objective(point, gradient);
        Cholesky? factor = null;
        for (var k = 0; k < MostSteps; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            factor = curvature(point);
            progress?.Report(new(iterations, Norm(gradient)));
            if (factor is null || Norm(gradient) <= Small) break;
            var (step, moved, slopes) = (factor.Solve(gradient), new double[point.Length], new double[point.Length]);
            var (share, here, falls) = (1.0, 0.0, false);
            for (; share > Shortest && !falls; share /= 2)
            {
                for (var i = 0; i < moved.Length; i++) moved[i] = point[i] - (share * step[i]);
                here = objective(moved, slopes);
                falls = here <= value + (Rounding * Math.Max(1, Math.Abs(value)));
            }

            if (!falls || (Norm(slopes) >= Norm(gradient) && Norm(gradient) <= Enough)) break;
            (point, gradient, value) = (moved, slopes, here);
            iterations++;
        }

        return new(point, value, gradient, factor, iterations);
    }
}
