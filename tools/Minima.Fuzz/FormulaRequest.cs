using System.Text;

namespace Minima.Fuzz;

/// <summary>Formulas as text: grown by the grammar, deep, long, or nearly formulas.</summary>
internal static class FormulaRequest
{
    private static readonly string[] Leaves = ["p", "t", "p", "t", "a", "b", "x", "2", "0", "1e-320", "1e308", "3.5", "pi", "e", "0.5", "prediction", "target", "中"];
    private static readonly string[] Functions = ["abs", "exp", "log", "sqrt", "tanh", "max", "min", "sigmoid", "softplus", "log1p", "expm1", "sign", "relu", "lgamma", "erf", "sin", "cos", "foo"];
    private static readonly string[] Operators = [" + ", " - ", " * ", " / ", "^", " < ", " ** "];

    public static void Write(StringBuilder text, Seeded random)
    {
        var formula = new StringBuilder();
        Grow(formula, random, random.Once(30) ? 60 : random.Below(6));
        if (random.Once(40)) formula.Insert(0, new string('(', random.Below(400)));
        if (random.Once(40)) formula.Append(string.Concat(Enumerable.Repeat(" + p*t", random.Below(1500))));
        text.Append("\"id\": 1, \"formula\": \"").Append(formula).Append('"');
        if (random.Once(2)) text.Append(", \"params\": {\"a\": ").Append(Extremes.Text(Extremes.Any(random))).Append(random.Once(4) ? ", \"b\": 1" : "").Append('}');
        text.Append(", \"inputs\": {\"prediction\": ").Append(Numbers(random)).Append(", \"target\": ").Append(Numbers(random));
        foreach (var name in (string[])["a", "b", "x"])
        {
            if (random.Once(3)) text.Append(", \"").Append(name).Append("\": ").Append(Numbers(random));
        }

        text.Append('}');
        if (random.Once(3)) text.Append(", \"hessian\": true");
    }

    private static string Numbers(Seeded random)
    {
        double[] numbers = [Extremes.Any(random), Extremes.Inside(Domain.Real, random)];
        return "[" + string.Join(", ", numbers.Select(Extremes.Text)) + "]";
    }

    private static void Grow(StringBuilder text, Seeded random, int depth)
    {
        if (depth <= 0 || text.Length > 9000)
        {
            text.Append(random.Of(Leaves));
            return;
        }

        switch (random.Below(5))
        {
            case 0:
                text.Append(random.Of(Functions)).Append('(');
                Grow(text, random, depth - 1);
                if (random.Once(4)) text.Append(", ").Append(random.Of(Leaves));
                text.Append(')');
                break;
            case 1:
                text.Append('-');
                Grow(text, random, depth - 1);
                break;
            case 2:
                text.Append('(');
                Grow(text, random, depth - 2);
                text.Append(random.Of((string[])[" < ", " <= ", " > "]));
                text.Append(random.Of(Leaves)).Append(" ? ");
                Grow(text, random, depth - 1);
                text.Append(" : ").Append(random.Of(Leaves)).Append(')');
                break;
            default:
                text.Append('(');
                Grow(text, random, depth - 1);
                text.Append(random.Of(Operators));
                Grow(text, random, depth - 2);
                text.Append(')');
                break;
        }
    }
}
