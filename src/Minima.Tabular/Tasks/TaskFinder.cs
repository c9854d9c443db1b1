using System.Globalization;

namespace Minima.Tabular;

/// <summary>Infers the task of a target column from its values alone; every answer states the statistic that decided.</summary>
internal sealed class TaskFinder
{
    /// <summary>The largest number of distinct whole numbers that are inferred as classes.</summary>
    private const int MostValues = 20;

    /// <summary>The largest number of grades; the smallest is <see cref="FewestGrades"/>.</summary>
    private const int MostGrades = 10;

    private const int FewestGrades = 4;

    /// <summary>The least number of rows of a class, and the least mean number.</summary>
    private const int FewestRows = 5;

    private const int AverageRows = 10;

    /// <summary>The skewness from which amounts count as skewed, if their logarithms have less than half of it.</summary>
    private const double Skewed = 1;

    private readonly double[] _values;
    private readonly string _quoted;
    private readonly string _chinese;
    private readonly Dictionary<double, int> _counts = [];
    private readonly bool _whole;

    private TaskFinder(string name, double[] values)
    {
        _values = values;
        (_quoted, _chinese) = Localized.Quote(name);
        _whole = Array.TrueForAll(values, value => double.IsInteger(value) && Math.Abs(value) <= 1e6);
        foreach (var value in values)
        {
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
            if (_counts.Count > 10_000) break;
        }
    }

    /// <summary>The task of a column of numbers without missing values.</summary>
    public static TaskChoice OfNumbers(string name, double[] values) => new TaskFinder(name, values).Find();

    /// <summary>The task of texts.</summary>
    public static TaskChoice OfTexts(string name, int levels) => levels == 2
        ? new TaskChoice(PredictionTask.Binary, false, new($"{DataException.Quote(name)} has two different texts", $"{Localized.Quote(name).Chinese}有两种文本"), [])
        : new TaskChoice(PredictionTask.MultiClass, false, new($"{DataException.Quote(name)} has {levels} different texts", $"{Localized.Quote(name).Chinese}有 {levels} 种文本"), []);

    private TaskChoice Find()
    {
        if (_counts.Count == 2) return Choice(PredictionTask.Binary, new($"{_quoted} has two different values", $"{_chinese}只有两种取值"), "regression");
        if (IsCount(out var why)) return Choice(PredictionTask.Count, why, "regression", "multiclass");
        if (AreGrades(out why)) return Choice(PredictionTask.Ordinal, why, "regression", "multiclass");
        if (AreClasses()) return Choice(PredictionTask.MultiClass, new($"{_quoted} has a few whole numbers, each in many rows", $"{_chinese}只有少数几个整数，每个都有很多行"), "regression", "ordinal");
        if (IsPositive(out why)) return Choice(PredictionTask.Positive, why, "regression");
        var many = _counts.Count > 10_000;
        return Choice(PredictionTask.Regression, new(
            $"{_quoted} has {(many ? "more than 10000" : $"{_counts.Count}")} different values", $"{_chinese}有{(many ? "超过 10000" : $" {_counts.Count}")} 种取值"));
    }

    private static TaskChoice Choice(PredictionTask task, Localized why, params string[] others) => new(task, false, why, others);

    /// <summary>Checks for counts: whole numbers from 0 or 1 whose frequencies fall towards large values.</summary>
    private bool IsCount(out Localized why)
    {
        why = Localized.Nothing;
        if (!_whole || _counts.Count < 3 || _values.Length < 2 * FewestRows) return false;
        var (low, high) = (_counts.Keys.Min(), _counts.Keys.Max());
        if (low is not (0 or 1) || high < 3) return false;
        var most = _counts.Values.Max();
        var mode = _counts.Where(pair => pair.Value == most).Min(pair => pair.Key);
        var tail = _counts.Where(pair => pair.Key > low + (0.7 * (high - low))).Sum(pair => pair.Value);

        // Grades and classes fill their range; the upper end of a count is rare.
        if (mode > low + ((high - low) / 2) || tail > 0.1 * _values.Length || most < 3) return false;
        if (low == 1 && high <= MostGrades && _counts[high] >= FewestRows && _counts.Count == (int)high) return false;
        var share = (100.0 * tail / _values.Length).ToString("0.#", CultureInfo.InvariantCulture);
        why = new(
            string.Create(CultureInfo.InvariantCulture, $"{_quoted} holds whole numbers from {low} to {high}, and large ones are rare ({share} % of the rows are in the upper 30 % of the range)"),
            $"{_chinese}为 {low} 到 {high} 的整数，且大的很少（取值范围上部 30% 内只有 {share}% 的行）");
        return true;
    }

    /// <summary>Checks for grades: all of 1 to K.</summary>
    private bool AreGrades(out Localized why)
    {
        why = Localized.Nothing;
        if (!_whole || _counts.Count is < FewestGrades or > MostGrades) return false;
        var (low, high) = (_counts.Keys.Min(), _counts.Keys.Max());
        if (low != 1 || (int)high != _counts.Count || _values.Length < AverageRows * _counts.Count) return false;
        why = new($"{_quoted} holds exactly the whole numbers 1 to {(int)high}, as grades do", $"{_chinese}恰为 1 到 {(int)high} 的整数，像等级一样");
        return true;
    }

    private bool AreClasses() => _whole && _counts.Count is > 2 and <= MostValues && _counts.Values.Min() >= FewestRows && _values.Length >= AverageRows * _counts.Count;

    private bool IsPositive(out Localized why)
    {
        why = Localized.Nothing;
        if (_values.Length < 30 || !Array.TrueForAll(_values, value => value > 0)) return false;
        var skewness = Skewness(_values);
        var ofLogarithms = Skewness(Array.ConvertAll(_values, Math.Log));
        if (!(skewness > Skewed) || !(Math.Abs(ofLogarithms) < skewness / 2)) return false;
        why = new(
            string.Create(CultureInfo.InvariantCulture, $"{_quoted} is above 0 everywhere and has a long upper tail (skewness {skewness:0.0}, of its logarithm {ofLogarithms:0.0})"),
            $"{_chinese}全部大于 0，上尾很长（偏度 {skewness:0.0}，取对数后 {ofLogarithms:0.0}）");
        return true;
    }

    private static double Skewness(double[] values)
    {
        var mean = values.Average();
        var (squares, cubes) = (0.0, 0.0);
        foreach (var value in values)
        {
            var difference = value - mean;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }

        var variance = squares / values.Length;
        return variance > 0 ? cubes / values.Length / Math.Pow(variance, 1.5) : 0;
    }
}
