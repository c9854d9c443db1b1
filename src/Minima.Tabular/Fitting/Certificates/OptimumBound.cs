namespace Minima.Tabular;

/// <summary>
/// The proof of an optimum of a convex objective F(y) + Σ J max(0, A y − κ). For multipliers 0 ≤ λ ≤ J and g = ∇F + Aᵀ λ, no y' lies
/// lower than by Σ (J max(0, t) − λ t) + gᵀ(y − y'), t = A y − κ. The first part is at least 0 and is 0 if each kink has the
/// multiplier of its side; the second is bounded for every y' within Radius of y.
/// </summary>
/// <param name="Gap">The bound: no point within the radius has an objective lower by more.</param>
/// <param name="Radius">1 + twice the length of the parameters, standardised as the solver sees them.</param>
internal sealed record OptimumBound(double Gap, double Radius)
{
    public static OptimumBound Of(FitObjective objective, Solution solution)
    {
        var kinks = objective.Kinks;
        var at = new double[kinks.Count];
        kinks.Values(objective.Predict(solution.Parameters), solution.Parameters, at);
        var complementary = 0.0;
        for (var m = 0; m < at.Length; m++)
        {
            var t = at[m] - kinks.Items[m].At;
            complementary += (kinks.Items[m].Jump * Math.Max(0, t)) - (solution.Multipliers[m] * t);
        }

        var radius = 1 + (2 * Math.Sqrt(FixedOrder.Dot(solution.Parameters, solution.Parameters)));
        return new OptimumBound(Math.Max(0, complementary) + (radius * Math.Sqrt(FixedOrder.Dot(solution.Gradient, solution.Gradient))), radius);
    }
}
