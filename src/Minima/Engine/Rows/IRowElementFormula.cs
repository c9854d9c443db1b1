using Minima.Reals;

namespace Minima;

/// <summary>One term of a divergence between two rows: a formula on one prediction and one target.</summary>
internal interface IRowElementFormula
{
    T OfElement<T>(T prediction, T target)
        where T : IReal<T>;
}
