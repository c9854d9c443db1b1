namespace Minima.Tests.Matrix;

/// <summary>
/// A law is a function from a loss to what is wrong with it. The catalogue and the broken losses meet the same text:
/// a law that rejects none of the broken ones is not a law.
/// </summary>
internal abstract class Law : LossVisitor<IEnumerable<string>>
{
    /// <summary>What is wrong with the loss, each with the loss's own name in front.</summary>
    public IEnumerable<string> Failures(Loss loss) => loss.Accept(this).Select(failure => $"{loss}: {failure}");

    public sealed override IEnumerable<string> Point<TFormula>(Loss loss, TFormula formula) => Of(new Subject<TFormula>(loss, formula));

    public sealed override IEnumerable<string> Other(Loss loss) => ["no law covers its shape yet"];

    /// <summary>What is wrong with a point loss.</summary>
    protected abstract IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
        where TFormula : struct, IPointFormula;
}
