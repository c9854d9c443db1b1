using Minima.Tests.Matrix;

namespace Minima.Tests.Sums;

/// <summary>A law of losses of sums: from a loss to what is wrong with it.</summary>
internal abstract class SumLaw : LossVisitor<IEnumerable<string>>
{
    /// <summary>Sizes of arrays: one row and class, several, stretches shorter and longer than a vector and than a block.</summary>
    protected static readonly (int Rows, int Classes, int Inner)[] Sizes = [(1, 1, 5), (2, 3, 7), (3, 2, 40), (5, 4, 1), (2, 2, 300), (1, 2, 4100)];

    /// <summary>What is wrong with the loss, each with the loss's own name in front.</summary>
    public IEnumerable<string> Failures(Loss loss) => loss.Accept(this).Take(40).Select(failure => $"{loss}: {failure}");

    public sealed override IEnumerable<string> Sum<TFormula>(Loss loss, TFormula formula) => Of(new SumSubject<TFormula>(loss, formula));

    public sealed override IEnumerable<string> Other(Loss loss) => ["it has no sums"];

    /// <summary>The law must find nothing wrong with any loss of the entry.</summary>
    public void Holds(string key) => Verdict.None([.. Subjects.Of(key).SelectMany(Failures)]);

    /// <summary>What is wrong with a loss of sums.</summary>
    protected abstract IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
        where TLoss : struct, ISumLoss;

    /// <summary>Equal up to rounding of numbers of size <paramref name="scale"/>.</summary>
    protected static bool Near(double got, double want, double tolerance, double scale = 0) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Max(Math.Abs(want), scale) || (double.IsNaN(got) && double.IsNaN(want));
}
