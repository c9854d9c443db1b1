using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Minima.Training.Data;

/// <summary>
/// The layout of the record of a row: the standardised features of its numbers and dates, the indices of its texts, its targets, its weight, its line. A text takes
/// four bytes for any number of features.
/// </summary>
internal sealed class RecordLayout
{
    private const int Ahead = 8;

    private readonly Run[] _runs;
    private readonly Text[] _texts;
    private readonly bool _isDouble;
    private readonly bool _joined;
    private readonly int _targetsAt;
    private readonly int _weightAt;
    private readonly int _lineAt;
    private readonly double[] _template;
    private readonly float[] _singleTemplate;

    public RecordLayout(TableTreatment treatment, int targets, bool hasWeight, CsvDataOptions options)
    {
        _isDouble = options.Precision == ElementType.Double;
        _joined = options.JoinsTargets;
        var offset = 0;
        var feature = 0;
        var runs = new List<Run>();
        var texts = new List<Text>();
        var template = new List<double>();
        foreach (var (encoding, scales) in treatment.Encodings.Zip(treatment.Scales))
        {
            if (encoding.Kind is EncodingKind.Number or EncodingKind.Date)
            {
                // Adjacent columns of numbers are copied in one piece.
                if (runs.Count > 0 && runs[^1].Feature + runs[^1].Length == feature) runs[^1] = runs[^1] with { Length = runs[^1].Length + scales.Length };
                else runs.Add(new Run(offset, feature, scales.Length));
                offset += scales.Length * NumberSize;
                template.AddRange(new double[scales.Length]);
            }
            else
            {
                texts.Add(new Text(encoding, scales, feature));
                template.AddRange(scales.Select(scale => scale.Apply(0)));
            }

            feature += scales.Length;
        }

        Features = feature;
        _runs = [.. runs];
        for (var i = 0; i < texts.Count; i++, offset += sizeof(int)) texts[i].Offset = offset;
        _texts = [.. texts];
        _targetsAt = offset;
        Targets = targets;
        offset += Targets * sizeof(double);
        _weightAt = hasWeight ? offset : -1;
        if (hasWeight) offset += sizeof(double);
        _lineAt = offset;
        Size = offset + sizeof(int);
        _template = _isDouble ? [.. template] : [];
        _singleTemplate = _isDouble ? [] : [.. template.Select(value => (float)value)];
    }

    /// <summary>The number of features of a row.</summary>
    public int Features { get; }

    /// <summary>The number of targets.</summary>
    public int Targets { get; }

    /// <summary>The number of bytes.</summary>
    public int Size { get; }

    private int NumberSize => _isDouble ? sizeof(double) : sizeof(float);

    /// <summary>Writes a numeric feature; returns the offset of the next one. The first is at 0.</summary>
    public int WriteNumber(Span<byte> record, int offset, double value)
    {
        if (_isDouble) MemoryMarshal.Write(record[offset..], value);
        else MemoryMarshal.Write(record[offset..], (float)value);
        return offset + NumberSize;
    }

    public void WriteText(Span<byte> record, int text, int place) => MemoryMarshal.Write(record[_texts[text].Offset..], place);

    public void WriteTarget(Span<byte> record, int target, double value) => MemoryMarshal.Write(record[(_targetsAt + (target * sizeof(double)))..], value);

    public void WriteWeight(Span<byte> record, double weight) => MemoryMarshal.Write(record[_weightAt..], weight);

    public void WriteLine(Span<byte> record, int line) => MemoryMarshal.Write(record[_lineAt..], line);

    /// <summary>Copies records into the rows of a batch.</summary>
    public void Read(RecordStore records, ReadOnlySpan<int> rows, BatchBuffer batch, IReadOnlyList<DataField> targets)
    {
        if (_isDouble) Read(records, rows, batch, targets, batch.Feature<double>(), _template);
        else Read(records, rows, batch, targets, batch.Feature<float>(), _singleTemplate);
    }

    private void Read<T>(RecordStore records, ReadOnlySpan<int> rows, BatchBuffer batch, IReadOnlyList<DataField> targets, Span<T> features, T[] template)
        where T : unmanaged
    {
        var scratch = batch.Scratch(Size);
        var lines = batch.RowNumbers;
        for (var i = 0; i < rows.Length; i++)
        {
            // Rows in the order of an epoch are at random places: a few are prefetched while one is copied.
            if (i + Ahead < rows.Length) records.Prefetch(rows[i + Ahead]);
            var record = records.Read(rows[i], scratch);
            ReadFeatures(record, features.Slice(i * Features, Features), template);
            for (var k = 0; k < Targets; k++) ReadTarget(MemoryMarshal.Read<double>(record[(_targetsAt + (k * sizeof(double)))..]), i, k, batch, targets);
            if (_weightAt >= 0) batch.SetWeight(i, MemoryMarshal.Read<double>(record[_weightAt..]));
            lines[i] = MemoryMarshal.Read<int>(record[_lineAt..]);
        }
    }

    private void ReadTarget(double value, int row, int target, BatchBuffer batch, IReadOnlyList<DataField> targets)
    {
        var (field, place) = _joined ? (0, (row * Targets) + target) : (target, row);
        if (targets[field].Type == ElementType.Int32) batch.Target<int>(field)[place] = (int)value;
        else if (_isDouble) batch.Target<double>(field)[place] = value;
        else batch.Target<float>(field)[place] = (float)value;
    }

    private void ReadFeatures<T>(ReadOnlySpan<byte> record, Span<T> features, T[] template)
        where T : unmanaged
    {
        if (_texts.Length > 0) template.CopyTo(features);
        foreach (var run in _runs)
            record.Slice(run.Offset, run.Length * Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.AsBytes(features.Slice(run.Feature, run.Length)));
        foreach (var text in _texts)
        {
            var (feature, value) = text.Of(MemoryMarshal.Read<int>(record[text.Offset..]));
            if (feature < 0) continue;
            features[feature] = typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value) : Unsafe.BitCast<float, T>((float)value);
        }
    }

    private readonly record struct Run(int Offset, int Feature, int Length);

    /// <summary>A column of texts: the one feature that differs from the template, and its value.</summary>
    private sealed class Text
    {
        // Ordered by index: -2, -1, 0, 1, ...
        private readonly (int Feature, double Value)[] _ofPlace;

        public Text(ColumnEncoding encoding, FeatureScale[] scales, int feature)
        {
            _ofPlace = new (int, double)[encoding.Levels.Count + 2];
            for (var place = 0; place < _ofPlace.Length; place++)
            {
                var made = new double[scales.Length][];
                for (var k = 0; k < made.Length; k++) made[k] = new double[1];
                ColumnTreatment.Levels(encoding, [place - 2], made);
                var own = Array.FindIndex(made, value => value[0] != 0);
                _ofPlace[place] = own < 0 ? (-1, 0) : (feature + own, scales[own].Apply(made[own][0]));
            }
        }

        public int Offset { get; set; }

        public (int Feature, double Value) Of(int place) => _ofPlace[place + 2];
    }
}
