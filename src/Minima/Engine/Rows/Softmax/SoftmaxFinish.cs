using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// The scalar part of a few rows with labels, in double with lanes = rows: from the sums of exponentials to values and the factors
/// of gradients. <see cref="SoftmaxSums"/> is the same for one row; a logarithm costs as much for eight rows as for one.
/// </summary>
internal readonly unsafe struct SoftmaxFinish
{
    /// <summary>Rows at once.</summary>
    public const int Rows = 8;

    /// <summary>The number of working arrays, of one double per row.</summary>
    public const int Arrays = 8;

    private readonly double* memory;

    public SoftmaxFinish(double* memory) => this.memory = memory;

    /// <summary>The sum of all exponentials but the label's, relative to the reference.</summary>
    public double* Rest => memory;

    /// <summary>The logits of the labels.</summary>
    public double* Logit => memory + Rows;

    /// <summary>The reference, see <see cref="SoftmaxReference"/>.</summary>
    public double* Origin => memory + (2 * Rows);

    public double* Exponent => memory + (3 * Rows);

    /// <summary>The factor of values.</summary>
    public double* Weight => memory + (4 * Rows);

    /// <summary>Result: the weighted value.</summary>
    public double* Value => memory + (5 * Rows);

    /// <summary>Result: the factor that turns exponentials relative to the reference into gradients.</summary>
    public double* Factor => memory + (6 * Rows);

    /// <summary>Result: the gradient in the label's logit.</summary>
    public double* LabelGradient => memory + (7 * Rows);

    /// <summary>Sets a row to inputs that give 0 for all results.</summary>
    public void Clear(int row)
    {
        Rest[row] = 0;
        Logit[row] = 0;
        Origin[row] = 0;
        Exponent[row] = 0;
        Weight[row] = 0;
    }

    /// <summary>Computes all rows, with as many lanes as the machine has; results are bit-identical for every width.</summary>
    public void Run<TFormula>(TFormula formula, double scale)
        where TFormula : struct, ILogProbabilityFormula
    {
        var work = new Work<TFormula>(this, formula, scale);
        WidestLanes.OfDouble(ref work);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Run<TFormula, L>(TFormula formula, double scale)
        where TFormula : struct, ILogProbabilityFormula
        where L : struct, ILanes<L, double>
    {
        for (var row = 0; row < Rows; row += L.Count)
        {
            var rest = L.Load(Rest + row);
            var logit = L.Load(Logit + row);
            var origin = L.Load(Origin + row);
            var exponent = L.Load(Exponent + row);
            var weight = L.Load(Weight + row);
            var held = SoftmaxReference.Exponential(logit, origin, exponent);
            var total = held + rest;

            // Far below the others, the exponential underflows but the logit remains.
            var ratio = rest / held;
            var far = Elementary.Log(rest) + (SoftmaxReference.LogOf(origin, exponent) - logit);
            var minus = L.IfLess(ratio, 1e200, Elementary.Log1p(ratio), far);
            minus = L.IfLess(logit, double.MinValue, double.PositiveInfinity + rest, minus);
            var y = formula.OfLogProbability(new Dual<L, One<L>>(-minus, new One<L>(L.Of(1))));
            var slope = y.Slope.A * (weight * scale);
            L.Store(weight * y.Value, Value + row);

            // If every logit is -infinity, the other classes get no gradient, and the label gets the whole derivative.
            L.Store(L.IfLess(L.Of(0), total, -slope / total, total), Factor + row);
            L.Store(slope * L.IfLess(L.Of(0), total, rest / total, 1.0 + total), LabelGradient + row);
        }
    }

    private readonly struct Work<TFormula>(SoftmaxFinish rows, TFormula formula, double scale) : ILaneWork<double>
        where TFormula : struct, ILogProbabilityFormula
    {
        public void Run<L, S>()
            where L : unmanaged, ILanes<L, double>
            where S : unmanaged, ILanes<S, double> => rows.Run<TFormula, L>(formula, scale);
    }
}
