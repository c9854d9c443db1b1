using Minima.Reals;

namespace Minima;

/// <summary>
/// One predicted box, one true box, one number: GIoU and its relatives. A box is (x1, y1, x2, y2), two corners, in that order in memory;
/// boxes are reduced by the engine.
/// </summary>
/// <remarks>A box whose second corner lies before its first is refused before the formula sees it; one without area is not.</remarks>
public interface IBoxLoss : ILoss
{
    /// <summary>The inputs that have a gradient: <see cref="InputSet.First"/> is the prediction, <see cref="InputSet.Second"/> the target.</summary>
    static virtual InputSet Differentiated => InputSet.First;

    /// <summary>The formula.</summary>
    T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>;
}
