using Minima.Tests.Matrix;

namespace Minima.Tests.RowLosses;

/// <summary>A law of row losses: from a loss to what is wrong with it, for labels and for target rows.</summary>
internal abstract class RowLaw : LossVisitor<IEnumerable<string>>
{
    /// <summary>What is wrong with the loss, each with the loss's own name in front.</summary>
    public IEnumerable<string> Failures(Loss loss) => loss.Accept(this).Take(40).Select(failure => $"{loss}: {failure}");

    public sealed override IEnumerable<string> Row<TFormula>(Loss loss, TFormula formula) =>
        ((bool[])[true, false]).Where(hasLabels => TFormula.Targets.HasFlag(hasLabels ? RowTargets.Labels : RowTargets.Rows))
            .SelectMany(hasLabels => Of(new RowSubject<TFormula>(loss, formula, hasLabels)));

    public sealed override IEnumerable<string> Other(Loss loss) => ["it has no rows"];

    /// <summary>The law must find nothing wrong with any loss of the entry.</summary>
    public void Holds(string key) => Verdict.None([.. Subjects.Of(key).SelectMany(Failures)]);

    /// <summary>What is wrong with a row loss.</summary>
    protected abstract IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
        where TLoss : struct, IRowLoss;

    /// <summary>Equal up to rounding of numbers of size <paramref name="scale"/>.</summary>
    protected static bool Near(double got, double want, double tolerance, double scale = 0) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Max(Math.Abs(want), scale) || (double.IsNaN(got) && double.IsNaN(want));

    /// <summary>The first index at which two arrays differ by more than rounding, as a failure; none where they do not.</summary>
    protected static IEnumerable<string> Differences(string what, double[] got, double[] want, double tolerance, double scale)
    {
        for (var i = 0; i < want.Length; i++)
        {
            if (!Near(got[i], want[i], tolerance, scale))
            {
                yield return $"{what} at {i} is {Ulp.Text(got[i])}, not {Ulp.Text(want[i])}";
                yield break;
            }
        }
    }
}
