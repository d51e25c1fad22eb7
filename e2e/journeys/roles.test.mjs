// What each kind of person finds after signing in, and the pages that a journey seldom meets.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { actOn, button, field, go, main, menu, quote, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('roles', (walk) => {
  walk('a technician manages members and sees no price', async ({ server, enter }) => {
    const technician = await enter();
    const { page } = technician;
    await signIn(technician, server, 'technician@example.com');
    assert.equal(await page.getByText(/managed by/).count(), 0, 'whose customers they are, is known');
    const links = await linksOf(technician);
    assert.ok(links.includes('Manage'), `${links}`);
    for (const name of ['Create', 'Purchase Licence']) assert.ok(!links.includes(name), `${links}`);
    await go(technician, 'Manage');
    await main(page).getByRole('heading').first().waitFor();
    await look(technician, 'technician-manage');
    await page.goto(`${server.address}/create`);
    await main(page).getByRole('heading').first().waitFor();
    assert.equal(await main(page).getByRole('button', { name: /^Pay/ }).count(), 0);
    assert.ok(!/[€$£]\d/.test(await main(page).innerText()), 'no amount');
    await look(technician, 'technician-create');
  });

  walk('a customer administrator buys at list price', async ({ server, enter }) => {
    const customer = await enter();
    const { page } = customer;
    await signIn(customer, server, 'customer@example.com');
    const links = await linksOf(customer);
    assert.ok(!links.includes('Create'), `${links}`);
    const managed = page.getByRole('complementary').getByText('The subscription is managed by Kontor & Co AB: it can');
    await managed.waitFor();
    await look(customer, 'customer-overview');
    await go(customer, 'Purchase Licence');
    await field(main(page), 'More licences').fill('2');
    await until('a quote', async () => /Total/.test(await quote(page).innerText()));
    assert.ok(!/discount/i.test(await quote(page).innerText()), 'the reseller\'s discount is not shown');
    await managed.waitFor();
    await look(customer, 'customer-purchase');
  });

  walk('a reseller that is billed itself is told so before paying', async ({ server, enter }) => {
    const other = await enter();
    await signIn(other, server, 'other@example.com');
    await go(other, 'Create');
    await quote(other.page).waitFor();
    await look(other, 'other-create');
    const words = await main(other.page).innerText();
    assert.ok(!/on their behalf/.test(words), 'nothing has to be passed on');
  });

  walk('staff sign in and find what works for them', async ({ server, enter }) => {
    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    assert.deepEqual(await linksOf(staff), ['Overview', 'Manage', 'Business Information', 'Bank transfers', 'Credit notes', 'VAT numbers', 'Resellers', 'Audit log'], 'no Create and no Purchase Licence');
    // one customer of each reseller
    for (const customer of ['Nordwind Logistik GmbH', 'SIA Daugava Print']) await rows(page, customer).waitFor();
    await look(staff, 'staff');

    await go(staff, 'Manage');
    await actOn(staff, 'SIA Daugava Print');
    await rows(page, 'ilze@daugava.example').waitFor();
    assert.equal(await button(main(page), 'Add member').count(), 0, 'adding is for the reseller');
    await look(staff, 'staff-manage');

    await page.goto(`${server.address}/create`);
    await main(page).getByText('To do this, act as the reseller.').waitFor();
    await look(staff, 'staff-create');
  });

  walk('a wrong password is told in a summary, and nothing typed is lost', async ({ server, enter }) => {
    const visitor = await enter();
    const { page } = visitor;
    await page.goto(server.address);
    await field(main(page), 'E-mail').fill('reseller@example.com');
    await field(main(page), 'Password').fill('not the password');
    await button(main(page), 'Sign in').click();
    await main(page).getByRole('alert').first().waitFor();
    assert.equal(await field(main(page), 'E-mail').inputValue(), 'reseller@example.com');
    await look(visitor, 'sign-in-wrong');
  });

  walk('pages that one seldom meets', async ({ server, enter }) => {
    const visitor = await enter();
    const { page } = visitor;
    await page.goto(`${server.address}/forgotten-password`);
    await field(main(page), 'E-mail').waitFor();
    await look(visitor, 'forgotten-password');
    await page.goto(`${server.address}/activate#nothing`);
    await main(page).getByRole('heading').first().waitFor();
    await look(visitor, 'link-gone');
    await signIn(visitor, server, 'reseller@example.com');
    for (const path of ['account', 'manage', 'purchase-licence', 'no-such-page']) {
      await page.goto(`${server.address}/${path}`);
      await main(page).getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle');
      await look(visitor, path);
    }
  });

  walk('signing out ends it, and the way back asks for the password', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    if (reseller.phone) await menu(reseller);
    await button(page, 'Sign out').click();
    await field(main(page), 'E-mail').waitFor();
    await page.goBack();
    await page.reload();
    await field(main(page), 'E-mail').waitFor();
  });
});

async function linksOf(person) {
  const links = (await menu(person)).getByRole('link');
  await links.first().waitFor();
  const names = await links.allInnerTexts();
  if (person.phone) await person.page.keyboard.press('Escape');
  return names.map((name) => name.trim());
}
