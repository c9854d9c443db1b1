using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>
/// Random losses as text, by a seed: trees of operations as in the proofs of Minima.Tests, of those that keep a loss convex and its slope continuous, so that its optimum is one point.
/// Leaves are the residual, steeper or less steep; a little of its square makes the optimum finite.
/// </summary>
internal static class RandomLoss
{
    public static string Of(int seed)
    {
        var random = new Random(seed);
        return $"{Grow(random, 1 + random.Next(4))} + {Number(0.01 + random.NextDouble())}*(p - t)^2";
    }

    /// <summary>A convex function of the residual.</summary>
    private static string Grow(Random random, int depth)
    {
        if (depth == 0) return Leaf(random);
        string Next() => Grow(random, depth - 1 - random.Next(Math.Min(2, depth)));
        return random.Next(9) switch
        {
            0 or 1 => $"({Next()} + {Next()})",
            2 => $"{Number(0.1 + (2 * random.NextDouble()))}*({Next()})",
            3 => $"softplus({Next()})",
            4 => $"log(exp({Next()}) + exp({Next()}))",
            5 => $"relu({Next()})^2",
            6 => $"sqrt(1 + softplus({Next()})^2)",
            7 => $"softplus({Next()})^{Number(1.1 + random.NextDouble())}",
            _ => $"exp({Number(0.02 + (0.1 * random.NextDouble()))}*({Leaf(random)}))",
        };
    }

    private static string Leaf(Random random)
    {
        var slope = Number((random.Next(2) == 0 ? -1 : 1) * (0.2 + (1.5 * random.NextDouble())));
        return random.Next(8) switch
        {
            0 or 1 => $"{slope}*(p - t)",
            2 => $"sqrt(1 + ({slope}*(p - t))^2)",
            3 => $"log_cosh({slope}*(p - t))",
            4 => $"softplus({slope}*(p - t))",
            5 => $"abs({slope}*(p - t))^{Number(1.5 + (0.5 * random.NextDouble()))}",
            6 => $"relu({slope}*(p - t))^2",
            _ => $"(abs(p - t) <= 0.8 ? 0.5*(p - t)^2 : 0.8*(abs(p - t) - 0.4))",
        };
    }

    private static string Number(double value) => Math.Round(value, 3).ToString(CultureInfo.InvariantCulture);
}
