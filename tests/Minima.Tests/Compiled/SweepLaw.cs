using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Compiled;

/// <summary>Other values of a parameter run the same code: a sweep compiles once.</summary>
internal sealed class SweepLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var loss = subject.Loss;
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            var parameter = loss.Entry.Parameters[i];
            if (loss.Parameters[i] is not double value || parameter.BindsInput is not null || value == 0)
            {
                continue;
            }

            // The value itself may be one at which the formula takes another form: a power of 2 is a square.
            CompiledKernel? code = null;
            foreach (var factor in (double[])[1.0625, 1.03125, 1.046875])
            {
                var parameters = loss.Entry.Parameters.Select((p, k) => (p.Name, Value: k == i ? value * factor : loss.Parameters[k])).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
                if (!parameter.Domain.Contains(value * factor))
                {
                    continue;
                }

                var other = Loss.Create(loss.Entry, parameters);
                var compiled = other.Accept(new Reader());
                code ??= compiled;
                if (!ReferenceEquals(compiled, code))
                {
                    yield return $"{parameter.Name} = {Ulp.Text(value * factor)} compiles anew";
                }
            }
        }
    }

    private static CompiledKernel Code<TFormula>(TFormula formula)
        where TFormula : struct, IPointFormula => CompiledFormula<TFormula, V16, float>.Of(formula).Kernel(KernelKind.Gradients, 0, streams: false).Code;

    private sealed class Reader : LossVisitor<CompiledKernel>
    {
        public override CompiledKernel Point<TFormula>(Loss loss, TFormula formula) => Code(formula);

        public override CompiledKernel Other(Loss loss) => throw new NotSupportedException(loss.Entry.Shape);
    }
}
