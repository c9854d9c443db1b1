namespace Minima.Tabular;

/// <summary>A second derivative as a matrix.</summary>
internal sealed class DenseSecondOrder(FitObjective objective, double[] hessian) : ISecondOrder
{
    public double[] Times(double[] vector)
    {
        var product = new double[vector.Length];
        for (var j = 0; j < product.Length; j++) product[j] = FixedOrder.Dot(hessian.AsSpan(j * product.Length, product.Length), vector);
        return product;
    }

    public Func<double[], double[]>? Factor(double[] weights, double ridge)
    {
        var matrix = (double[])hessian.Clone();
        objective.Kinks.AddWeighted(objective.Design, objective.Columns, weights, matrix);
        var factor = Cholesky.Factor(matrix, objective.Columns, ridge);
        return factor is null ? null : right => factor.Solve(right);
    }
}
