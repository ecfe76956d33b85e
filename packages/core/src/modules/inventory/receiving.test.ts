import { describe, expect, test } from 'vitest';
import { amoxicillin, lisinopril, orangeBookDrug, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

const line = { ndc: lisinopril, lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 100, unitCostCents: 5 };

describe('receiving', () => {
  test('INV-01 a receipt opens the lot, raises stock, and the same lot again adds to it', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const first = await tech.call('inventory.receive', { lines: [line] });
    expect(first).toMatchObject({ totalCents: 500, warnings: [], receivedBy: 'Test technician' });
    const again = await tech.call('inventory.receive', { lines: [{ ...line, lotNumber: ' l1 ', quantity: 30 }] });
    expect(again.lines[0].batchId).toBe(first.lines[0].batchId);
    const stock = await tech.call('inventory.stock', { ndc: '68180-0513-03' });
    expect(stock.items).toHaveLength(1);
    expect(stock.items[0]).toMatchObject({ ndc: lisinopril, onHand: 130, reserved: 0, saleable: 130 });
    expect(stock.items[0].batches).toMatchObject([
      { lotNumber: 'L1', expiresOn: '2028-01-31', onHand: 130, status: 'available', tier: 'normal' },
    ]);
    expect(await tech.call('inventory.receipt', { id: first.receiptId })).toMatchObject({ totalCents: 500 });
    const list = await tech.call('inventory.receipts', { limit: 1 });
    expect(list.items).toHaveLength(1);
    const rest = await tech.call('inventory.receipts', { cursor: list.nextCursor });
    expect(rest).toMatchObject({ items: [{ receiptId: expect.any(String) }], nextCursor: null });
    expect(store.unexpected).toEqual([]);
  });

  test('INV-02 quantity is in dispensing units; packages are multiplied, and both must agree', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const { quantity: _quantity, unitCostCents: _cost, ...bare } = line;
    const byPackage = await tech.call('inventory.receive', {
      lines: [{ ...bare, packages: 3, packageCostCents: 499 }],
    });
    expect(byPackage.lines[0]).toMatchObject({ quantity: 300, costCents: 1497 });
    expect(await tech.refusal('inventory.receive', { lines: [{ ...bare, packages: 3, quantity: 30 }] })).toMatchObject({
      code: 'quantity-mismatch',
      data: { line: 0, quantity: 30, fromPackages: 300 },
    });
    expect(
      await tech.refusal('inventory.receive', { lines: [{ ...bare, packages: 1, packageSize: 90 }] }),
    ).toMatchObject({
      code: 'package-size-mismatch',
      data: { packageSize: 90, catalogSize: 100 },
    });
    const unsized = { ...bare, ndc: orangeBookDrug };
    expect(await tech.refusal('inventory.receive', { lines: [{ ...unsized, packages: 2 }] })).toMatchObject({
      code: 'package-size-unknown',
    });
    const sized = await tech.call('inventory.receive', { lines: [{ ...unsized, packages: 2, packageSize: 0.5 }] });
    expect(sized.lines[0]).toMatchObject({ ndc: orangeBookDrug, quantity: 1 });
    expect((await tech.refusal('inventory.receive', { lines: [bare] })).code).toBe('invalid-input');
  });

  test('INV-03 an unknown drug is refused', async () => {
    const refused = await stockStore()
      .as('technician')
      .refusal('inventory.receive', { lines: [{ ...line, ndc: '99999999999' }] });
    expect(refused).toMatchObject({ code: 'unknown-drug', status: 422, data: { ndc: '99999999999' } });
  });

  test('INV-04 expired goods and impossible dates are refused', async () => {
    const tech = stockStore().as('technician');
    const on = (expiresOn: string) => ({ lines: [line, { ...line, expiresOn }] });
    expect(await tech.refusal('inventory.receive', on('2026-11-20'))).toMatchObject({
      code: 'expired-on-arrival',
      data: { line: 1, expiresOn: '2026-11-20' },
    });
    expect((await tech.refusal('inventory.receive', on('2036-11-22'))).code).toBe('impossible-expiry');
    expect((await tech.refusal('inventory.receive', on('2027-02-30'))).code).toBe('invalid-input');
    const { expiresOn: _none, ...undated } = line;
    expect((await tech.refusal('inventory.receive', { lines: [undated] })).code).toBe('lot-and-expiry-required');
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0].onHand).toBe(0);
  });

  test('INV-05 a scanned package fills the line and must agree with what was typed', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const scan = `GS1|${amoxicillin}|B7|2027-09-30|SN1`;
    const scanned = await tech.call('inventory.receive', { lines: [{ scan, packages: 2 }] });
    expect(scanned.lines[0]).toMatchObject({
      ndc: amoxicillin,
      lotNumber: 'B7',
      expiresOn: '2027-09-30',
      quantity: 200,
      serial: 'SN1',
    });
    const typed = { lines: [{ scan, quantity: 100, lotNumber: 'B8' }] };
    expect(await tech.refusal('inventory.receive', typed)).toMatchObject({
      code: 'scan-mismatch',
      data: { field: 'lotNumber', scanned: 'B7', typed: 'B8' },
    });
    const otherDrug = { lines: [{ scan, quantity: 100, ndc: lisinopril }] };
    expect(await tech.refusal('inventory.receive', otherDrug)).toMatchObject({ data: { field: 'ndc' } });
    const again = await tech.call('inventory.receive', { lines: [{ scan, quantity: 100 }] });
    expect(again.warnings.map((one: { kind: string }) => one.kind)).toContain('serial-seen');
    expect((await tech.refusal('inventory.receive', { lines: [{ scan: 'nonsense', quantity: 1 }] })).code).toBe(
      'barcode-empty',
    );
    const seen = await tech.call('inventory.scan', { barcode: scan });
    expect(seen).toMatchObject({ ndc: amoxicillin, lotNumber: 'B7', batch: { onHand: 300 }, stock: { onHand: 300 } });
  });

  test('INV-06 the same line of the same invoice twice needs a second yes', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const supplier = await tech.call('inventory.addSupplier', { name: 'Buckeye Wholesale' });
    const receipt = { lines: [line], invoice: 'INV-1001', supplierId: supplier.supplierId };
    const first = await tech.call('inventory.receive', receipt);
    expect(await tech.refusal('inventory.receive', receipt)).toMatchObject({
      code: 'duplicate-invoice-line',
      status: 409,
      data: { line: 0, receiptId: first.receiptId },
    });
    await tech.call('inventory.receive', { ...receipt, acceptDuplicates: true });
    await tech.call('inventory.receive', { ...receipt, invoice: { number: 'INV-1002', date: '2026-11-20' } });
    await tech.call('inventory.receive', { ...receipt, supplierId: null });
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0].onHand).toBe(400);
    const found = await tech.call('inventory.receipts', { q: 'INV-1002' });
    expect(found.items).toMatchObject([{ supplierName: 'Buckeye Wholesale', invoice: { date: '2026-11-20' } }]);
    expect((await tech.refusal('inventory.receive', { ...receipt, supplierId: 'nobody' })).code).toBe(
      'unknown-supplier',
    );
  });

  test('INV-07 what looks wrong but can be right is pointed out', async () => {
    const store = stockStore();
    const pharmacist = store.as('pharmacist');
    await stockUp(store);
    const receipt = await pharmacist.call('inventory.receive', {
      lines: [
        { ndc: oxycodone, lotNumber: 'C2', expiresOn: '2027-01-31', quantity: 100 },
        { ...line, quantity: 5, unitCostCents: 500 },
      ],
    });
    const kinds = receipt.warnings.map((one: { line: number; kind: string }) => `${one.line} ${one.kind}`);
    expect(kinds).toEqual([
      '0 short-dated',
      '0 no-cost',
      '0 order-form-missing',
      '1 cost-jump',
      '1 not-whole-packages',
    ]);
    const form = { number: 'X', orderForm: '222-0001' };
    const withForm = await pharmacist.call('inventory.receive', {
      lines: [{ ndc: oxycodone, lotNumber: 'C3', expiresOn: '2028-01-31', quantity: 100, unitCostCents: 9 }],
      invoice: form,
    });
    expect(withForm).toMatchObject({ warnings: [], invoice: form });
  });

  test('INV-08 a retry with the same key receives once', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const first = await tech.call('inventory.receive', { lines: [line] }, { idempotencyKey: 'k1' });
    const second = await tech.call('inventory.receive', { lines: [line] }, { idempotencyKey: 'k1' });
    expect(second).toEqual(first);
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0].onHand).toBe(100);
  });

  test('INV-09 the latest receipt sets the cost of a package', async () => {
    const store = stockStore();
    const price = () => store.kernel.host.service('inventory').priceBasis(lisinopril);
    expect(price()).toBeNull();
    await stockUp(store, { unitCostCents: 5 });
    store.clock.advance(1000);
    await store.as('technician').call('inventory.receive', {
      lines: [{ ndc: lisinopril, lotNumber: 'L2', expiresOn: '2028-01-31', packages: 3, packageCostCents: 499 }],
    });
    expect(price()).toMatchObject({
      packageCostCents: 499,
      packageSizeMilli: 100_000,
      cost: { costCents: 1497, forMilli: 300_000 },
    });
  });

  test('INV-10 suppliers are kept by name, once', async () => {
    const tech = stockStore().as('technician');
    const added = await tech.call('inventory.addSupplier', { name: 'Buckeye Wholesale', leadTimeDays: 2 });
    expect(added).toMatchObject({ leadTimeDays: 2, leadTimeDeviationDays: 0.5, isActive: true });
    expect((await tech.refusal('inventory.addSupplier', { name: 'BUCKEYE wholesale' })).code).toBe('supplier-exists');
    const id = added.supplierId;
    expect(await tech.call('inventory.changeSupplier', { id, isActive: false })).toMatchObject({
      name: 'Buckeye Wholesale',
      isActive: false,
    });
    expect((await tech.refusal('inventory.changeSupplier', { id: 'nobody', isActive: false })).code).toBe('not-found');
    expect((await tech.call('inventory.suppliers', {})).items).toHaveLength(1);
  });
});
