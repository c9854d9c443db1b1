using System.Globalization;
using Minima.Reals;

namespace Minima;

/// <summary>Records formulas as expressions: <c>SymbolGraph.Record(loss)</c>.</summary>
public static class FormulaRecorder
{
    extension(SymbolGraph)
    {
        /// <summary>The formula of a loss as an expression over its inputs and parameters, at the values of its parameters, which may choose the form of the formula.</summary>
        /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs.</exception>
        public static Symbol Record(Loss loss)
        {
            ArgumentNullException.ThrowIfNull(loss);
            return loss.Accept(Recorder.Instance);
        }

        /// <summary>A point formula as an expression; without an entry, inputs are named by numbers, and parameters have no names.</summary>
        internal static Symbol Record<TFormula>(TFormula formula, LossEntry? entry)
            where TFormula : struct, IPointFormula
        {
            var parameters = new List<SymbolParameter>();
            if (entry is { Parameters.Count: > 0 })
            {
                var values = entry.ParametersOf(formula.Loss);
                for (var i = 0; i < values.Length; i++)
                {
                    if (values[i] is double or int)
                    {
                        parameters.Add(new SymbolParameter(entry.Parameters[i].Name, Convert.ToDouble(values[i], CultureInfo.InvariantCulture)));
                    }
                }
            }

            var names = entry is null ? Enumerable.Range(0, TFormula.Arity).Select(i => i.ToString(CultureInfo.InvariantCulture)) : entry.Inputs.Select(i => i.Name);
            return new SymbolGraph([.. names], parameters).Record(g => formula.Of(
                g.Input(0),
                TFormula.Arity > 1 ? g.Input(1) : default,
                TFormula.Arity > 2 ? g.Input(2) : default,
                TFormula.Arity > 3 ? g.Input(3) : default));
        }
    }

    private sealed class Recorder : LossVisitor<Symbol>
    {
        public static readonly Recorder Instance = new();

        public override Symbol Point<TFormula>(Loss loss, TFormula formula) => SymbolGraph.Record(formula, loss.Entry);

        public override Symbol Other(Loss loss) => throw new NotSupportedException($"{loss.Entry.Key}: only a loss that is a formula over the elements of its inputs can be written as an expression; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
    }
}
