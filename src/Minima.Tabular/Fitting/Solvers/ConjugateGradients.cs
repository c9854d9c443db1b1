namespace Minima.Tabular;

/// <summary>A Newton step for very many parameters: conjugate gradients on products with the second derivative, scaled by its diagonal.</summary>
internal static class ConjugateGradients
{
    public static double[] Direction(
        FitObjective objective, double[] prediction, double[] gradient, CancellationToken cancellation)
    {
        var columns = objective.Columns;
        var (times, diagonal) = objective.SecondDerivative(prediction);
        var direction = new double[columns];
        var residual = Array.ConvertAll(gradient, x => -x);
        var scaled = Divide(residual, diagonal);
        var search = (double[])scaled.Clone();
        var product = FixedOrder.Dot(residual, scaled);
        var first = product;

        // The accuracy increases near the end, so that Newton's convergence is kept.
        var target = first * Math.Min(1e-2, first);
        for (var k = 0; k < 4 * columns && product > Math.Max(target, 1e-26 * first); k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = times(search);
            var bend = FixedOrder.Dot(search, image);
            if (!(bend > 0)) break;
            var length = product / bend;
            FixedOrder.AddScaled(length, search, direction);
            FixedOrder.AddScaled(-length, image, residual);
            scaled = Divide(residual, diagonal);
            var next = FixedOrder.Dot(residual, scaled);
            for (var j = 0; j < columns; j++) search[j] = scaled[j] + (next / product * search[j]);
            product = next;
        }

        return direction.AsSpan().ContainsAnyExcept(0) ? direction : Array.ConvertAll(gradient, x => -x);
    }

    /// <summary>Products and diagonal of the second derivative for a loss of one prediction for each row.</summary>
    public static (Func<double[], double[]> Times, double[] Diagonal) ByRow(FitObjective objective, double[] prediction)
    {
        var slopes = new double[objective.Rows];
        var curvatures = new double[objective.Rows];
        objective.SmoothSlopes(prediction, slopes, curvatures);
        for (var i = 0; i < curvatures.Length; i++) curvatures[i] = Math.Max(0, Math.Min(curvatures[i], 1e12)) * objective.Share[i];
        return (vector => Times(objective, curvatures, vector), Diagonal(objective, curvatures));
    }

    private static double[] Times(FitObjective objective, double[] curvatures, double[] vector)
    {
        var rows = objective.Predict(vector);
        for (var i = 0; i < rows.Length; i++) rows[i] *= curvatures[i];
        var image = objective.Penalty is null ? new double[vector.Length] : objective.PenaltyTimes(vector);
        Gram.AddTransposed(objective.Design, objective.Columns, rows, image);
        return image;
    }

    private static double[] Diagonal(FitObjective objective, double[] curvatures)
    {
        var diagonal = new double[objective.Columns];
        for (var j = 0; j < diagonal.Length && objective.Penalty is not null; j++) diagonal[j] = objective.Penalty[objective.Penalty.Length == diagonal.Length ? j : (j * diagonal.Length) + j];
        for (var i = 0; i < curvatures.Length; i++)
        {
            var row = objective.Design.AsSpan(i * diagonal.Length, diagonal.Length);
            for (var j = 0; j < row.Length; j++) diagonal[j] += curvatures[i] * row[j] * row[j];
        }

        return Array.ConvertAll(diagonal, x => x > 0 ? x : 1);
    }

    private static double[] Divide(double[] left, double[] right)
    {
        var result = new double[left.Length];
        for (var j = 0; j < left.Length; j++) result[j] = left[j] / right[j];
        return result;
    }
}
