namespace Minima.Tabular;

/// <summary>A second derivative as a matrix.</summary>
internal sealed class DenseSecondOrder(BentModel model, double[] hessian) : ISecondOrder
{
    public double[] Times(double[] vector)
    {
        var product = new double[vector.Length];
        Gram.Multiply(hessian, product.Length, vector, product);
        return product;
    }

    public Func<double[], double[]>? Factor(double[] weights, double ridge)
    {
        var matrix = (double[])hessian.Clone();
        model.AddBendsWeighted(weights, matrix);
        var factor = Cholesky.Factor(matrix, model.Columns, ridge);
        return factor is null ? null : right => factor.Solve(right);
    }
}
