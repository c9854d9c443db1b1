namespace Minima.Tabular;

/// <summary>The loss of each row as a function of its numbers, and its kinks where a number equals the target, as in an absolute value or a quantile.</summary>
internal sealed class HeadRows
{
    private const double Touching = 1e-14;
    private const double Beside = 1e-11;
    private const double Straight = 1e-3;
    private const double LeastJump = 1e-6;
    private const double LeastTaken = 1e-300;
    private const int MostRows = 50;

    private readonly HeadPlan _plan;
    private readonly HeadValues _values;
    private readonly double[] _target;

    /// <param name="plan">The heads.</param>
    /// <param name="terms">The loss.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="outputs">Outputs that are the same for each row, around which kinks are searched.</param>
    public HeadRows(HeadPlan plan, IHeadTerms terms, double[] target, double[] outputs)
    {
        (_plan, _target, _values) = (plan, target, new(plan));
        var few = Math.Min(MostRows, target.Length);
        var sample = target[..few];
        var start = Numbers([.. Enumerable.Range(0, few).SelectMany(_ => outputs)]);
        Bending = [.. Enumerable.Range(0, plan.Heads.Count).Where(h => plan.Heads[h].Domain.IsReal && Bends(h))];

        // A head has a kink if the loss is linear on both sides of the target and its derivative jumps there: on each side it is the same near and far.
        bool Bends(int h)
        {
            var (below, above) = Sides(start, h, terms, sample, Touching);
            var (before, after) = Sides(start, h, terms, sample, Beside);
            return Enumerable.Range(0, few).All(i => above[i] - below[i] > LeastJump * (Math.Abs(above[i]) + Math.Abs(below[i])) && Math.Abs(after[i] - above[i]) + Math.Abs(before[i] - below[i]) < Straight * (above[i] - below[i]));
        }
    }

    /// <summary>The heads with a kink at the target.</summary>
    public int[] Bending { get; }

    public int Heads => _plan.Heads.Count;

    /// <summary>The numbers, by head and row.</summary>
    public double[][] Numbers(double[] outputs)
    {
        var numbers = Empty(outputs.Length / Heads);
        _values.Fill(outputs, numbers);
        return numbers;
    }

    /// <summary>The derivatives with respect to the numbers.</summary>
    public double[][] Slopes(double[][] numbers, IHeadTerms terms) => Slopes(numbers, terms, _target);

    /// <summary>The derivative with respect to a head just below its kink and just above.</summary>
    public (double[] Below, double[] Above) Sides(double[][] numbers, int head, IHeadTerms terms) => Sides(numbers, head, terms, _target, Touching);

    /// <summary>Derivatives with respect to the outputs from those with respect to the numbers, row after row.</summary>
    public double[] Chain(double[] outputs, double[][] slopes)
    {
        var gradient = new double[outputs.Length];
        _values.Chain(outputs, slopes, gradient);
        return gradient;
    }

    /// <summary>The derivatives of a head's number with respect to the outputs.</summary>
    public double[] ByOutputs(double[] outputs, int head)
    {
        var slopes = Empty(outputs.Length / Heads);
        Array.Fill(slopes[head], 1);
        return Chain(outputs, slopes);
    }

    /// <summary>The derivatives with respect to the outputs, with the loss continued from its side of each kink. A number at a kink stays there, and its derivative is the one below plus a part of the jump.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="terms">The loss.</param>
    /// <param name="sides">The numbers that decide the sides.</param>
    /// <param name="taken">The part of the jump for each head with kinks and each row, or NaN off the kink.</param>
    public double[] OneSided(double[] outputs, IHeadTerms terms, double[][] sides, double[][] taken)
    {
        var numbers = Numbers(outputs);
        for (var b = 0; b < Bending.Length; b++)
        {
            var (own, from) = (numbers[Bending[b]], sides[Bending[b]]);
            for (var i = 0; i < own.Length; i++)
            {
                if (!double.IsNaN(taken[b][i])) own[i] = BelowBend(_target[i], Touching);
                else if (own[i] > _target[i] != from[i] > _target[i]) own[i] = from[i];
            }
        }

        var slopes = Slopes(numbers, terms);
        for (var b = 0; b < Bending.Length; b++)
        {
            var own = slopes[Bending[b]];
            for (var i = 0; i < own.Length; i++) own[i] += double.IsNaN(taken[b][i]) ? 0 : taken[b][i];
        }

        return Chain(outputs, slopes);
    }

    /// <summary>The jump of a row, kept above 0 in case of underflow.</summary>
    public static double Jump(double share, double below, double above) => Math.Max(share * (above - below), LeastTaken);

    private (double[] Below, double[] Above) Sides(double[][] numbers, int head, IHeadTerms terms, double[] target, double distance)
    {
        var moved = (double[][])numbers.Clone();
        moved[head] = Array.ConvertAll(target, value => BelowBend(value, distance));
        var below = Slopes(moved, terms, target)[head];
        moved[head] = Array.ConvertAll(target, value => BelowBend(value, -distance));
        return (below, Slopes(moved, terms, target)[head]);
    }

    private double[][] Slopes(double[][] numbers, IHeadTerms terms, double[] target)
    {
        var slopes = Empty(target.Length);
        terms.Evaluate(numbers, target, new double[target.Length], slopes);
        return slopes;
    }

    private static double BelowBend(double target, double distance) => target - (distance * Math.Max(1, Math.Abs(target)));

    private double[][] Empty(int rows) => [.. _plan.Heads.Select(_ => new double[rows])];
}
