using System.Runtime.CompilerServices;
using Minima;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Outside;

/// <summary>The largest weighted score besides the label's, plus half of the square of the target row where there is one: a row loss with everything in it.</summary>
[Loss("outside_rival", "Rival", "竞争者")]
[English("The strongest rival's score minus the label's.")]
[Chinese("最强竞争者的得分减去标签的得分。")]
public readonly record struct Rival([NonNegative] PerClass Scale) : IRowLoss
{
    public Rival()
        : this(1)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Labels | RowTargets.Rows;

    static InputSet IRowLoss.Differentiated => InputSet.First | InputSet.Second;

    static Domain IRowLoss.TargetDomain => Domain.Real;

    static int? IRowLoss.IgnoreIndex => -1;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var scaled = row.Scratch(0);
        var squares = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            scaled[k] = row.Prediction[k] * T.Of(Scale[k], "");
            squares += row.HasLabel ? T.Of(0) : 0.5 * (row.Target(k) * row.Target(k));
        }

        return row.HasLabel ? row.Weighted(Rows.MaxOf<T>(scaled) - row.Pick(scaled)) : Rows.MaxOf<T>(scaled) + squares;
    }
}
