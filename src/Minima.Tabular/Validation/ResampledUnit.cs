using System.Globalization;

namespace Minima.Tabular;

/// <summary>The resampled unit of an interval.</summary>
public enum ResampledUnit
{
    /// <summary>Nothing was resampled: the interval is that of the folds.</summary>
    Fold,

    /// <summary>Single rows.</summary>
    Row,

    /// <summary>Groups of rows, which stay together.</summary>
    Group,

    /// <summary>Stretches of rows that follow one another in time.</summary>
    Stretch,
}

internal static class ResampledUnits
{
    /// <summary>The words for it in a sentence.</summary>
    public static Localized Words(this ResampledUnit unit, int folds) => unit switch
    {
        ResampledUnit.Row => new("by resampling rows", "对行重抽样"),
        ResampledUnit.Group => new("by resampling groups", "对组重抽样"),
        ResampledUnit.Stretch => new("by resampling stretches of time", "对时间段重抽样"),
        _ => new($"over {folds.ToString(CultureInfo.InvariantCulture)} folds", $"{folds.ToString(CultureInfo.InvariantCulture)} 折上"),
    };
}
