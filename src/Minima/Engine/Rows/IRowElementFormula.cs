using Minima.Reals;

namespace Minima;

/// <summary>What a divergence between two rows is a sum of: a formula on one prediction and one target.</summary>
internal interface IRowElementFormula
{
    T OfElement<T>(T prediction, T target)
        where T : IReal<T>;
}
