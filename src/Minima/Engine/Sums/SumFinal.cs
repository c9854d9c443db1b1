using Minima.Reals;

namespace Minima;

/// <summary>The final formulas of a batch: from the sums of each group to the loss and its derivatives with respect to the sums. On a tape, a formula over many classes costs one sweep.</summary>
internal sealed unsafe class SumFinal<TLoss>
    where TLoss : struct, ISumLoss
{
    private double[] sums = [];
    private double[] slopes = [];
    private double[] curvatures = [];
    private SumLayout layout;
    private bool differentiates;
    private bool curves;

    private static string Key => LossDescription<SumFormula<TLoss>>.Key;

    /// <summary>Allocates memory for a batch.</summary>
    public void Prepare(SumLayout layout, bool differentiates, bool curves)
    {
        this.layout = layout;
        this.differentiates = differentiates;
        this.curves = curves;
        Grow(ref sums, layout.Groups * TLoss.Count);
        Grow(ref slopes, differentiates ? layout.Groups * TLoss.Count : 0);
        Grow(ref curvatures, curves ? layout.Groups * TLoss.Count * TLoss.Count : 0);
    }

    /// <summary>Adds the sums of the blocks of a group, in their order.</summary>
    /// <exception cref="LossException">The sums break a rule of the loss.</exception>
    public void SetSums(int group, ReadOnlySpan<double> blocks)
    {
        var own = sums.AsSpan(group * TLoss.Count, TLoss.Count);
        own.Clear();
        for (var i = 0; i < blocks.Length; i++)
        {
            own[i % TLoss.Count] += blocks[i];
        }

        if (TLoss.BrokenRule(own, layout.Count) is { } rule)
        {
            throw Throw.SumRule(Key, rule, group, layout.Groups);
        }
    }

    /// <summary>The loss of a term; stores its derivatives, times <paramref name="scale"/>, if requested.</summary>
    public double Run(in TLoss loss, int term, double scale)
    {
        // Not in a finally: after an exception the garbage collector takes the arguments.
        var arguments = Pooled<NativeBuffer>.Rent();
        var value = Run(loss, term, scale, arguments);
        Pooled<NativeBuffer>.Return(arguments);
        return value;
    }

    private double Run(in TLoss loss, int term, double scale, NativeBuffer arguments)
    {
        var first = term * layout.GroupsOfTerm;
        var count = layout.GroupsOfTerm * TLoss.Count;
        var own = sums.AsSpan(first * TLoss.Count, count);
        var classIndex = layout.GroupsOfTerm > 1 ? 0 : first % layout.Classes;
        var memory = arguments.Ensure((nuint)(count * sizeof(Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>)));
        if (!differentiates)
        {
            var numbers = new Span<F64>(memory, count);
            for (var i = 0; i < count; i++)
            {
                numbers[i] = new F64(own[i]);
            }

            return loss.Of(Sums<F64>(numbers, classIndex)).X;
        }

        if (curves)
        {
            Curve(loss, first, own, classIndex, scale, memory);
        }

        var tape = Tape<F64>.Rent();
        try
        {
            tape.Restart(count);
            var variables = new Span<Var<F64>>(memory, count);
            for (var i = 0; i < count; i++)
            {
                variables[i] = new() { Value = new F64(own[i]), Node = i + 1 };
            }

            var y = loss.Of(Sums<Var<F64>>(variables, classIndex));
            var adjoints = tape.Sweep(y.Node);
            for (var i = 0; i < count; i++)
            {
                slopes[first * TLoss.Count + i] = y.Node == 0 ? 0 : GuardedProduct.Of(adjoints[i], new F64(scale)).X;
            }
            return y.Value.X;
        }
        finally
        {
            tape.Return();
        }
    }

    /// <summary>The derivatives of a group.</summary>
    public ReadOnlySpan<double> SlopesOf(int group) => slopes.AsSpan(group * TLoss.Count, TLoss.Count);

    /// <summary>The second derivatives of a group by pairs of its sums; empty if not requested.</summary>
    public ReadOnlySpan<double> CurvaturesOf(int group) => curves ? curvatures.AsSpan(group * TLoss.Count * TLoss.Count, TLoss.Count * TLoss.Count) : default;

    /// <summary>True if a derivative is 0 or infinite: its product with an infinite or a zero derivative of a term would be NaN.</summary>
    public static bool NeedGuard(ReadOnlySpan<double> slopes)
    {
        foreach (var slope in slopes)
        {
            if (slope == 0 || double.IsInfinity(slope))
            {
                return true;
            }
        }

        return false;
    }

    private Sums<T> Sums<T>(ReadOnlySpan<T> values, int classIndex)
        where T : IReal<T> => new(values, TLoss.Count, layout.Count, classIndex, layout.Classes);

    /// <summary>Second derivatives along pairs of sums of the same group, by duals of duals.</summary>
    private void Curve(in TLoss loss, int first, ReadOnlySpan<double> own, int classIndex, double scale, void* memory)
    {
        var duals = new Span<Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>>(memory, own.Length);
        for (var group = 0; group < layout.GroupsOfTerm; group++)
        {
            for (var pair = 0; pair < TLoss.Count * TLoss.Count; pair++)
            {
                var (row, column) = (group * TLoss.Count + pair / TLoss.Count, group * TLoss.Count + pair % TLoss.Count);
                for (var i = 0; i < duals.Length; i++)
                {
                    duals[i] = new(
                        new(new F64(own[i]), i == row ? One<F64>.Unit(0) : One<F64>.Zero),
                        i == column ? One<Dual<F64, One<F64>>>.Unit(0) : One<Dual<F64, One<F64>>>.Zero);
                }

                var second = loss.Of(Sums<Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>>(duals, classIndex)).Slope.A.Slope.A;
                curvatures[(first + group) * TLoss.Count * TLoss.Count + pair] = GuardedProduct.Of(second, new F64(scale)).X;
            }
        }
    }

    private static void Grow(ref double[] array, int length)
    {
        if (array.Length < length)
        {
            array = new double[Math.Max(length, 2 * array.Length)];
        }
    }
}
