using Minima.Tests.Matrix;

namespace Minima.Tests.Boxes;

/// <summary>A law of box losses: from a loss to what is wrong with it.</summary>
internal abstract class BoxLaw : LossVisitor<IEnumerable<string>>
{
    /// <summary>What is wrong with the loss, each with the loss's own name in front.</summary>
    public IEnumerable<string> Failures(Loss loss) => loss.Accept(this).Take(40).Select(failure => $"{loss}: {failure}");

    public sealed override IEnumerable<string> Box<TFormula>(Loss loss, TFormula formula) => Of(new BoxSubject<TFormula>(loss, formula));

    public sealed override IEnumerable<string> Other(Loss loss) => ["it has no boxes"];

    /// <summary>The law must find nothing wrong with any loss of the entry.</summary>
    public void Holds(string key) => Verdict.None([.. Subjects.Of(key).SelectMany(Failures)]);

    /// <summary>What is wrong with a box loss.</summary>
    protected abstract IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
        where TLoss : struct, IBoxLoss;

    /// <summary>Equal up to rounding of numbers of size <paramref name="scale"/>.</summary>
    protected static bool Near(double got, double want, double tolerance, double scale = 0) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Max(Math.Abs(want), scale) || (double.IsNaN(got) && double.IsNaN(want));

    /// <summary>The first place at which two arrays differ by more than rounding, as a failure; none where they do not.</summary>
    protected static IEnumerable<string> Differences(string what, IReadOnlyList<double> got, IReadOnlyList<double> want, double tolerance, double scale)
    {
        for (var i = 0; i < want.Count; i++)
        {
            if (!Near(got[i], want[i], tolerance, scale))
            {
                yield return $"{what} at {i} is {Ulp.Text(got[i])}, not {Ulp.Text(want[i])}";
                yield break;
            }
        }
    }
}
