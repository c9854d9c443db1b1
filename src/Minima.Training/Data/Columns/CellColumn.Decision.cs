using System.Globalization;

namespace Minima.Training.Data;

/// <summary>The decision on the kind of a column after all its cells.</summary>
internal sealed partial class CellColumn
{
    /// <summary>The maximum number of distinct texts in a target of texts.</summary>
    public const int MostClasses = 100;

    /// <summary>Numbers with up to this many distinct texts among them are a category; with more, the texts are mistakes.</summary>
    private const int MostMixedLevels = 20;

    /// <summary>Texts with this average number of characters are sentences.</summary>
    private const int LongText = 40;

    /// <summary>Decides on the kind of the column.</summary>
    /// <param name="isTarget">True for a column to predict, which is never dropped.</param>
    /// <param name="fileHasDecimalCommas">Columns of the file have decimal commas, and none has decimal points.</param>
    /// <exception cref="DataException">Most cells are numbers, and others are not.</exception>
    /// <param name="rows">The rows to keep, ascending; null for all.</param>
    public TableColumn Finish(bool isTarget, bool fileHasDecimalCommas, int[]? rows = null) => Decide(isTarget, fileHasDecimalCommas).ToTable(rows);

    /// <summary>Decides as <see cref="Finish"/> does, but leaves the numbers in their store.</summary>
    public StoredColumn Decide(bool isTarget, bool fileHasDecimalCommas)
    {
        var quoted = Localized.Quote(name);
        var present = _rows - _missing;
        isTarget |= KeepsAll;
        if (_isLeftOut) return isTarget ? throw ICellReader.OfNoType(File, name) : StoredColumn.Drop(name, DropNotes.OtherType(name));
        if (IsPart && !isTarget && _manyLevels) return StoredColumn.Drop(name, DropNotes.FreeText(name, null));
        isTarget |= IsPart;
        if (present == 0 && !isTarget) return StoredColumn.Drop(name, DropNotes.Empty(name));
        if (_dates == present && present > 0) return Dates(quoted, isTarget);
        if (_texts == 0 && _dates == 0) return Numbers(quoted, isTarget, fileHasDecimalCommas);
        if (_marked > 0 && _marked == _texts && _dates == 0 && !KeepsAll)
        {
            CheckUnits();
            return Numbers(quoted, isTarget, fileHasDecimalCommas);
        }

        if (RefusesTextsAmongNumbers && _texts + _dates < _numbers && _levels.Count + DistinctNumbers(2) > 2) throw NotANumber();
        if (_numbers > 0 && _levels.Count + _numbers > MostMixedLevels && _texts + _dates < _numbers && !(isTarget && _manyLevels))
        {
            var distinct = DistinctNumbers(MostMixedLevels);
            if (distinct + _levels.Count > MostMixedLevels) throw NotANumber();
        }

        if (!isTarget && _numbers == 0 && IsDropped && DayMonthDate.Are(_levels.Keys)) return UnreadDates(quoted);
        if (!isTarget && _seen is { Count: > 1 } && _numbers == 0 && _missing == 0)
            return StoredColumn.Drop(name, DropNotes.Identifiers(name) + Unit());
        if (!isTarget && IsFreeText)
            return StoredColumn.Drop(name, DropNotes.FreeText(name, _manyLevels ? null : _levels.Count) + Unit());
        return Texts(quoted, isTarget);
    }

    /// <summary>The note on reading the texts if they are numbers with a unit; otherwise nothing.</summary>
    private Localized Unit() => MarkedNumber.SharedUnit(_levels.Keys) is { } unit ? new Localized(" ", "") + ColumnNotes.OfUnit(name, unit, _levels.Keys.First()) : Localized.Nothing;

    /// <summary>True if the texts are too many or too long to be categories.</summary>
    private bool IsFreeText => _manyLevels || IsTooLong(_letters, _texts, _levels.Count);

    /// <summary>True if texts with this many letters in total are sentences, not categories.</summary>
    public static bool IsTooLong(long letters, long texts, int levels) => letters > LongText * texts && levels > MostMixedLevels;

    /// <summary>True if a column of texts is not a feature.</summary>
    private bool IsDropped => IsFreeText || (_seen is { Count: > 1 } && _missing == 0);

    private StoredColumn UnreadDates(Localized quoted)
    {
        string[] cells = [.. _levels.Keys];
        var example = Localized.Quote(_firstText!.Text);
        return StoredColumn.Drop(
            name,
            new(
                $"Column {quoted.English} holds dates such as {example.English}, which are read only if the year stands first, and was dropped. Write them as 2024-05-31.",
                $"列{quoted.Chinese}的日期形如{example.Chinese}；只有年份在最前的日期才会被读取，因此已去掉该列。请写成 2024-05-31。"),
            cells);
    }

    private int DistinctNumbers(int most)
    {
        var distinct = new HashSet<double>();
        for (var b = 0; b < _values!.Blocks && distinct.Count <= most; b++)
        {
            foreach (var value in _values.Read(b))
            {
                if (!double.IsNaN(value) && distinct.Add(value) && distinct.Count > most) break;
            }
        }

        return distinct.Count;
    }

    private StoredColumn Numbers(Localized quoted, bool isTarget, bool fileHasDecimalCommas)
    {
        var values = _values!;
        _values = null;
        var note = Localized.Nothing;
        if (_commas.Count > 0)
        {
            // One cell like 1,5 makes the comma the decimal point of the whole column.
            if (_form.CommasAreDecimal(fileHasDecimalCommas))
            {
                for (var i = 0; i < _commas.Count; i++)
                {
                    var (row, value) = _commas[i];
                    if (double.IsNaN(value)) throw Ambiguous();
                    values[row] = value;
                }
            }

            note = _form.CommasAreDecimal(fileHasDecimalCommas)
                ? new($"Column {quoted.English}: the comma was read as the decimal point.", $"列{quoted.Chinese}：逗号读作小数点。")
                : Without("separators of thousands were left out", "已去掉千位分隔符", _comma!.Text);
        }

        if (_firstMarked is { } marked)
        {
            var sign = Localized.Quote(_mark);
            note = Without($"{sign.English} was left out", $"已去掉{sign.Chinese}", marked.Text) + (note.IsEmpty ? note : new Localized(" ", "") + note);
        }

        if (_points is { Count: > 0 } && _form.PointsSeparateThousands(fileHasDecimalCommas))
        {
            for (var i = 0; i < _points.Count; i++) values[_points[i].Row] = _points[i].Value;
            note = (note.IsEmpty ? note : note + new Localized(" ", "")) + Without("points between thousands were left out", "已去掉作千位分隔符的点", _firstPoint);
        }

        return !isTarget && _missing == 0 && IsConstant(values)
            ? StoredColumn.Drop(name, DropNotes.Constant(name, Localized.Same(values[0].ToString(CultureInfo.InvariantCulture))))
            : new StoredColumn(name, TableColumnKind.Number, values, null, [], [], _missing, note) { Form = _form.Cells(fileHasDecimalCommas) };

        Localized Without(string english, string chinese, string example)
        {
            var cell = Localized.Quote(example);
            return new($"Column {quoted.English}: {english}, as in {cell.English}.", $"列{quoted.Chinese}：{chinese}，如{cell.Chinese}。");
        }
    }

    private static bool IsConstant(BlockList<double> values)
    {
        var first = values[0];
        for (var b = 0; b < values.Blocks; b++)
        {
            if (values.Read(b).ContainsAnyExcept(first)) return false;
        }

        return true;
    }

    private StoredColumn Dates(Localized quoted, bool isTarget) =>
        !isTarget && _missing == 0 && IsConstant(_values!)
            ? StoredColumn.Drop(name, DropNotes.SameDate(name))
            : new StoredColumn(name, TableColumnKind.Date, _values, null, [], [], _missing, new(
                $"Column {quoted.English} holds dates; they became year, month, day of the week and days since the first.",
                $"列{quoted.Chinese}为日期，化为年、月、星期几和距首日的天数。"));

    private StoredColumn Texts(Localized quoted, bool isTarget)
    {
        var note = !isTarget && _levels.Count == 1 && _texts < _numbers && Words.MissingOf(_levels.Keys.First()) is { } mark ? ColumnNotes.OfLoneText(name, _levels.Keys.First(), mark) : Localized.Nothing;
        for (var b = 0; _numbers > 0 && b < _values!.Blocks; b++)
        {
            var values = _values.Read(b);
            var codes = _codes!.Change(b);
            for (var i = 0; i < values.Length; i++)
            {
                if (!double.IsNaN(values[i]) && codes[i] == StoredColumn.MissingText) codes[i] = Code(values[i].ToString("R", CultureInfo.InvariantCulture));
            }
        }

        var sorted = _levels.Keys.Order(StringComparer.Ordinal).ToArray();
        if (isTarget && _manyLevels)
        {
            throw DataException.Create(
                $"{File}, target {quoted.English}",
                $"it holds more than {MostLevels} different texts",
                $"numbers, or at most {MostClasses} classes, are expected",
                $"Name another column with {Words.Target}, or group its values.");
        }

        if (!isTarget && sorted.Length == 1 && _missing == 0)
            return StoredColumn.Drop(name, DropNotes.Constant(name, Localized.Quote(sorted[0])));
        var place = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++) place[_levels[sorted[i]]] = i;
        return new StoredColumn(name, TableColumnKind.Category, null, _codes, place, sorted, _missing, note);
    }

    /// <summary>Refuses numbers in two units: the meaning of 5 would depend on the row.</summary>
    private void CheckUnits()
    {
        if ((_otherMarked ?? (MarkedNumber.AreOneUnit(_mark, null) ? null : _plain)) is not { } other) return;
        throw DataException.Create(
            $"{other.File}, line {other.Line}, column {DataException.Quote(name)}",
            $"{DataException.Quote(other.Text)} is not in the unit of {DataException.Quote(_firstMarked!.Text)} on line {_firstMarked.Line}",
            "all numbers of a column are expected in the same unit",
            IsNeeded ? "Convert the values." : $"Convert the values, or leave the column out with {Words.Ignore(name)}.");
    }

    private DataException NotANumber() => DataException.Create(
        $"{_firstText!.File}, line {_firstText.Line}, column {DataException.Quote(name)}",
        $"{DataException.Quote(_firstText.Text)} is not a number",
        "a number is expected as in the other rows",
        (IsNeeded, Words.MissingOf(_firstText.Text)) switch
        {
            (true, { } mark) => $"Correct the value, or read it as missing with {mark}.",
            (true, null) => "Correct the value, or make it empty if it is missing.",
            (false, { } mark) => $"Correct the value, read it as missing with {mark}, or leave the column out with {Words.Ignore(name)}.",
            _ => $"Correct the value, make it empty if it is missing, or leave the column out with {Words.Ignore(name)}.",
        });

    private DataException Ambiguous() => DataException.Create(
        $"{File}, column {DataException.Quote(name)}",
        $"commas mark decimals in some rows and thousands in others ({DataException.Quote(_comma!.Text)} on line {_comma.Line})",
        "one of the two is expected",
        IsNeeded ? "Write numbers with a decimal point." : $"Write numbers with a decimal point, or leave the column out with {Words.Ignore(name)}.");
}
