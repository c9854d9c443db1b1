using System.Globalization;

namespace Minima.Training.Data;

/// <summary>The treatment of a target column, and the conversion of predictions back to the units of its cells.</summary>
public sealed record TargetTreatment
{
    internal TargetTreatment(string column, TargetForm form, IReadOnlyList<string> classes)
    {
        Column = column;
        Form = form;
        Classes = classes;
    }

    /// <summary>The column's name.</summary>
    public string Column { get; }

    /// <summary>Numbers, classes, or two classes; never Automatic.</summary>
    public TargetForm Form { get; }

    /// <summary>The text of the cells for each label, in the order of the labels; empty for numbers.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>True if numbers were scaled to mean 0 and standard deviation 1 over the training rows.</summary>
    public bool IsStandardized => Scale is not null;

    internal FeatureScale? Scale { get; init; }

    internal CellForm Cells { get; init; }

    /// <summary>A prediction in the units of the column: undoes the standardisation, if any.</summary>
    public double Restore(double prediction) => Scale is { } scale ? scale.Restore(prediction) : prediction;

    /// <summary>Reads the number or label of a cell; returns false if it has none.</summary>
    internal bool Read(ReadOnlySpan<char> cell, out double value)
    {
        var text = cell.Trim();
        if (Form == TargetForm.Numbers) return Cells.Read(text, out value);
        value = IndexOf(text);
        if (value < 0 && Cells.Read(text, out var number)) value = IndexOf(number.ToString(CultureInfo.InvariantCulture));
        return value >= 0;
    }

    /// <summary>The number as the network must predict it.</summary>
    internal double Standardize(double value) => Scale?.Apply(value) ?? value;

    private int IndexOf(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Classes.Count; i++)
        {
            if (text.SequenceEqual(Classes[i])) return i;
        }

        return -1;
    }
}
