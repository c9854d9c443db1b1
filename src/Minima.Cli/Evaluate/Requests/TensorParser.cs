using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>
/// Reads nested arrays of numbers, without recursion. After a fault the value is still read to its end, so that the
/// rest of the line (its id, above all) is still understood.
/// </summary>
internal ref struct TensorParser
{
    /// <summary>The deepest nesting of a request.</summary>
    public const int MaxDepth = 64;

    private const int Unknown = -1;

    /// <summary>The number of elements between two checks of the time limit.</summary>
    private const int CountToCheck = 1 << 16;

    private readonly string path;
    private readonly bool isParameter;
    private readonly string raggedCode;
    private readonly string elementCode;
    private readonly int[] sizes = new int[MaxDepth];
    private readonly int[] counts = new int[MaxDepth];
    private readonly Tensor tensor;

    // The number of open lists; the depth of the numbers, once one was read; the deepest list so far.
    private int depth;
    private int numberDepth = Unknown;
    private int deepest;

    private TensorParser(Tensor tensor, string path, bool isParameter)
    {
        this.tensor = tensor;
        this.path = path;
        this.isParameter = isParameter;
        raggedCode = isParameter ? EvaluateErrors.ParameterType : EvaluateErrors.Ragged;
        elementCode = isParameter ? EvaluateErrors.ParameterType : EvaluateErrors.Number;
        Array.Fill(sizes, Unknown);
    }

    private Refusal? Fault { get; set; }

    /// <summary>Reads the reader's current value to its end. If it breaks a rule, the first fault is stored in <paramref name="fault"/>, unless one is there already.</summary>
    public static Tensor Parse(ref Utf8JsonReader reader, string path, bool isParameter, ref Refusal? fault)
    {
        var result = new Tensor();
        var parser = new TensorParser(result, path, isParameter);
        try
        {
            parser.Read(ref reader);
        }
        catch
        {
            result.Dispose();
            throw;
        }

        fault ??= parser.Fault;
        return result;
    }

    private void Read(ref Utf8JsonReader reader)
    {
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    Open();
                    break;
                case JsonTokenType.EndArray:
                    Close();
                    break;
                case JsonTokenType.StartObject:
                    Refuse(elementCode, "is an object; it must be a number or a list of numbers.");
                    reader.Skip();
                    break;
                default:
                    Element(ref reader);
                    break;
            }
        }
        while (depth > 0 && reader.Read());

        tensor.Shape = sizes.AsSpan(0, deepest).ToArray();
    }

    private void Open()
    {
        if (numberDepth != Unknown && depth >= numberDepth)
        {
            RefuseRagged("is a list, but its neighbours are numbers");
        }

        Count();
        counts[depth] = 0;
        depth++;
        deepest = Math.Max(deepest, depth);
    }

    private void Close()
    {
        depth--;
        if (sizes[depth] == Unknown)
        {
            sizes[depth] = counts[depth];
        }
        else if (sizes[depth] != counts[depth])
        {
            RefuseRagged($"has {Text(counts[depth])} {(counts[depth] == 1 ? "element" : "elements")}, but its neighbours have {Text(sizes[depth])}", ofList: true);
        }
    }

    private void Element(ref Utf8JsonReader reader)
    {
        var value = Number(ref reader);
        if (numberDepth == Unknown)
        {
            numberDepth = depth;
            if (depth < deepest)
            {
                RefuseRagged("is a number, but its neighbours are lists");
            }
        }
        else if (numberDepth != depth)
        {
            RefuseRagged("is a number, but its neighbours are lists");
        }

        Count();
        if (Fault is null)
        {
            tensor.Add(value);
            if (tensor.Count % CountToCheck == 0)
            {
                WorkBudget.Check();
            }
        }
    }

    private double Number(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                if (reader.TryGetDouble(out var number) && double.IsFinite(number))
                {
                    return number;
                }

                Refuse(EvaluateErrors.Number, NumberText.BeyondDouble(reader.ValueSpan));
                return 0;
            case JsonTokenType.String:
                if (NumberText.TryNonFinite(ref reader, out var special))
                {
                    return special;
                }

                Refuse(elementCode, "is text; write numbers without quotes, and \"NaN\", \"Infinity\", \"-Infinity\" for values that are not finite.");
                return 0;
            case JsonTokenType.True or JsonTokenType.False:
                tensor.HasBooleans = true;
                return reader.TokenType == JsonTokenType.True ? 1 : 0;
            default:
                Refuse(elementCode, "is null; it must be a number." + (isParameter ? "" : " Write \"NaN\" for a missing value, or mask it."));
                return 0;
        }
    }

    private readonly void Count()
    {
        if (depth > 0)
        {
            counts[depth - 1]++;
        }
    }

    private void RefuseRagged(string what, bool ofList = false) =>
        Refuse(raggedCode, what + "; all lists of one level must have the same length. Pad them and mask the padding, or send one request each.", ofList);

    private void Refuse(string code, string what, bool ofList = false) => Fault ??= new Refusal(code, $"{Place(ofList)} {what}");

    /// <summary>The reader's position: <c>inputs.prediction[0][2]</c>; for a list that has just ended, the list itself.</summary>
    private readonly string Place(bool ofList)
    {
        var text = new StringBuilder(path);
        for (var i = 0; i < depth; i++)
        {
            text.Append('[').Append(Text(ofList && i == depth - 1 ? counts[i] - 1 : counts[i])).Append(']');
        }

        return text.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
