using System.Numerics;

namespace Minima.Tests.Broken;

/// <summary>What a broken engine gets wrong.</summary>
internal enum Fault
{
    /// <summary>An empty batch has the mean 0/0.</summary>
    EmptyIsNaN,

    /// <summary>The mean of a weighted batch divides by the count, whatever was asked for.</summary>
    DividesByCount,

    /// <summary>A mask multiplies by 0, so that NaN survives it.</summary>
    MaskMultiplies,

    /// <summary>Whatever breaks a rule is answered with 0.</summary>
    RefusesNothing,

    /// <summary>A left-out input is 0.</summary>
    ForgetsConstants,

    /// <summary>Every call has a different last digit.</summary>
    Wobbles,
}

/// <summary>An engine with a fault around a loss that is right: for the laws that no formula can break.</summary>
internal sealed class BrokenEngine<TFormula>(PointLoss<TFormula> inner, Fault fault) : Loss(inner.Entry, inner.Parameters)
    where TFormula : struct, IPointFormula
{
    private int calls;

    public override Domain DomainOf(int index) => inner.DomainOf(index);

    public override LossResult Evaluate(in LossBatch<float> batch) => Distort(batch, RunOrZero(batch));

    public override LossResult Evaluate(in LossBatch<double> batch) => Distort(batch, RunOrZero(batch));

    public override TResult Accept<TResult>(LossVisitor<TResult> visitor) => visitor.Point(this, inner.Formula);

    private LossResult RunOrZero(in LossBatch<float> batch)
    {
        try
        {
            return inner.Evaluate(batch);
        }
        catch (LossException) when (fault == Fault.RefusesNothing)
        {
            return default;
        }
    }

    private LossResult RunOrZero(in LossBatch<double> batch)
    {
        try
        {
            return inner.Evaluate(batch);
        }
        catch (LossException) when (fault == Fault.RefusesNothing)
        {
            return default;
        }
    }

    private LossResult Distort<T>(in LossBatch<T> batch, LossResult result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        calls++;
        switch (fault)
        {
            case Fault.EmptyIsNaN when result.Denominator == 0:
                return result with { Sum = double.NaN };
            case Fault.DividesByCount when !batch.SampleWeight.IsEmpty:
                return result with { Denominator = batch.Prediction.Length };
            case Fault.MaskMultiplies:
                for (var i = 0; i < batch.Mask.Length; i++)
                {
                    if (!batch.Mask[i] && !batch.Gradient.IsEmpty)
                    {
                        batch.Gradient[i] = T.Zero * batch.Prediction[i];
                    }
                }

                return result;
            case Fault.ForgetsConstants when batch.Third.Values.IsEmpty:
                return result with { Sum = 0 };
            case Fault.Wobbles:
                return result with { Sum = result.Sum * (1 + 1e-12 * calls) };
            default:
                return result;
        }
    }
}

/// <summary>Puts a fault around a loss.</summary>
internal sealed class Breaker(Fault fault) : LossVisitor<Loss>
{
    public override Loss Point<TFormula>(Loss loss, TFormula formula) => new BrokenEngine<TFormula>((PointLoss<TFormula>)loss, fault);

    public override Loss Other(Loss loss) => throw new NotSupportedException(loss.ToString());
}
